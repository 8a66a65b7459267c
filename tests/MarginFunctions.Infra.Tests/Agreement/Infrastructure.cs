using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The templates at work: what a deployment of an environment that sets nothing makes, with one broker of a shared deployment or without.</summary>
internal sealed class Infrastructure
{
    /// <summary>The id of the broker. In braces, so that names made with it read as pages write them.</summary>
    public const string BrokerId = "{brokerId}";

    public const string BrokerPrincipal = "the broker's principal";

    private const string Bus = "Microsoft.ServiceBus/namespaces";

    private Infrastructure(Templates templates, string parameters)
    {
        Templates = templates;
        var main = templates.Files[Templates.MainFile];
        var arguments = ParameterFile.Arguments(main, parameters);
        Alone = Deployment.Evaluate(templates, Templates.MainFile, arguments);
        var broker = new Dictionary<string, object?> { ["id"] = BrokerId, ["principalId"] = BrokerPrincipal, ["principalType"] = "ServicePrincipal" };
        Shared = Deployment.Evaluate(templates, Templates.MainFile, new Dictionary<string, object?>(arguments) { ["brokers"] = new List<object?> { broker } });
    }

    public Templates Templates { get; }

    /// <summary>Without brokers.</summary>
    public Deployment Alone { get; }

    /// <summary>With a broker.</summary>
    public Deployment Shared { get; }

    public static async Task<Infrastructure> ReadAsync(IReadOnlyDictionary<string, string> texts, string parameters) => new(await Templates.ReadAsync(texts), parameters);

    /// <summary>The texts of all templates.</summary>
    public static IReadOnlyDictionary<string, string> Texts() => Repository.Files("infra", "*.bicep").ToDictionary(file => file, Repository.Read);

    /// <summary>The queues and topics of a deployment without brokers: exactly those of the code.</summary>
    public EntitySource Entities()
    {
        var statements = Of(Alone).ToList();
        return new EntitySource(statements.FirstOrDefault()?.Place.Split(':')[0] ?? "infra", statements, EntityProperty.OfQueues);
    }

    /// <summary>Where else templates name queues and topics: as ends of forwarding, as what is there already, and in alerts.</summary>
    public EntitySource Mentions() => EntitySource.InPassing(
        "infra",
        Shared.OfType($"{Bus}/topics/subscriptions").Where(s => s.At("properties", "forwardTo") is not null)
            .Select(s => Statement.Names(s.PlaceOf("properties", "forwardTo"), $"{s.At("properties", "forwardTo")}"))
            .Concat(Shared.Mentioned.Where(r => r.Declaration.Existing && r.Type is ($"{Bus}/queues" or $"{Bus}/topics")).Select(r => Statement.Names(r.PlaceOf("name"), r.Name)))
            .Concat(Shared.OfType("Microsoft.Insights/metricAlerts").SelectMany(AlertEntities)));

    private static IEnumerable<Statement> Of(Deployment deployment) =>
        deployment.OfType($"{Bus}/queues").SelectMany(r => Describe("queue", r.Name, r))
            .Concat(deployment.OfType($"{Bus}/topics").SelectMany(r => Describe("topic", r.Name, r)))
            .Concat(deployment.OfType($"{Bus}/topics/subscriptions").SelectMany(r => Describe("subscription", EntityDefinition.SubscriptionPath(r.Parent?.Name ?? "", r.Name), r)));

    private static IEnumerable<Statement> Describe(string kind, string path, DeployedResource resource)
    {
        yield return new Statement(resource.Place, path, EntityProperty.Kind, kind);
        foreach (var (property, value) in resource.At("properties") as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>())
        {
            yield return new Statement(resource.PlaceOf("properties", property), path, property, EntityProperty.Normalise(property, value));
        }
    }

    private static IEnumerable<Statement> AlertEntities(DeployedResource alert) =>
        from criterion in alert.At("properties", "criteria", "allOf") as IReadOnlyList<object?> ?? []
        from dimension in (criterion as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("dimensions") as IReadOnlyList<object?> ?? []
        let values = dimension as IReadOnlyDictionary<string, object?>
        where values?.GetValueOrDefault("name") is "EntityName"
        from name in values["values"] as IReadOnlyList<object?> ?? []
        where name is not "*"
        select Statement.Names(alert.Place, $"{name}");
}
