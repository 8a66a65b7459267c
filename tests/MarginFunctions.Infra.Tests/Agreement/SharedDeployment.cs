using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>What a broker of a shared deployment gets, and no more: its own topics, stamped and forwarded, and its own margin calls.</summary>
internal static class SharedDeployment
{
    private const string Bus = "Microsoft.ServiceBus/namespaces";

    /// <summary>The built-in roles, by their ids.</summary>
    private const string Sender = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39";
    private const string Receiver = "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0";

    /// <summary>Every disagreement of the templates with the contract and the code.</summary>
    public static IEnumerable<string> Compare(Infrastructure infrastructure, string asyncApi)
    {
        var deployment = infrastructure.Shared;
        var paths = AsyncApiFile.SharedPaths(asyncApi).ToList();
        return paths.SelectMany(p => p.Way == "sendTo" ? CompareIngress(deployment, p.Path, p.Address, p.Place) : CompareCalls(deployment, p.Path, p.Place))
            .Concat(CompareRoles(deployment, paths))
            .Concat(Surplus(deployment, paths))
            .Concat(CompareSetting(infrastructure));
    }

    // The app refuses what comes past the ingress topics only when it is told that there are some.
    private static IEnumerable<string> CompareSetting(Infrastructure infrastructure) =>
        from deployment in new[] { (Name: "with brokers", infrastructure.Shared, Wanted: true), (Name: "without brokers", Shared: infrastructure.Alone, Wanted: false) }
        let setting = AppSettingAgreement.Given(deployment.Shared).FirstOrDefault(s => s.Name == "SharedByBrokers")
        where !bool.TryParse($"{setting?.Value}", out var isShared) || isShared != deployment.Wanted
        select $"{setting?.Place ?? "infra/modules"} gives the app of a deployment {deployment.Name} SharedByBrokers = '{setting?.Value}'; by {AsyncApiFile.File} it must be {deployment.Wanted}";

    private static IEnumerable<string> CompareIngress(Deployment deployment, string name, string queue, string place)
    {
        var topic = deployment.OfType($"{Bus}/topics").FirstOrDefault(t => t.Name == name);
        if (topic is null)
        {
            return [$"{place} has brokers send to '{name}'; infra/modules makes no such topic"];
        }

        var subscriptions = deployment.OfType($"{Bus}/topics/subscriptions").Where(s => s.Parent == topic).ToList();
        return subscriptions is [var forward]
            ? Differences(forward, ["properties", "forwardTo"], queue, $"{place} has '{name}' in the place of '{queue}'")
                .Concat(CompareRule(deployment, forward, "1=1", $"SET {BrokerIds.PropertyName} = '{Infrastructure.BrokerId}'"))
            : [$"{topic.Place} makes '{name}' with {subscriptions.Count} subscriptions; what goes in at {place} must come out once, at '{queue}'"];
    }

    private static IEnumerable<string> CompareCalls(Deployment deployment, string path, string place) =>
        deployment.OfType($"{Bus}/topics/subscriptions").FirstOrDefault(s => PathOf(s) == path) is { } subscription
            ? CompareRule(deployment, subscription, $"{BrokerIds.PropertyName} = '{Infrastructure.BrokerId}'", action: null)
            : [$"{place} has brokers receive from '{path}'; infra/modules makes no such subscription"];

    // A subscription is made with a rule of this name that lets everything through. One of another name would come beside it.
    private static IEnumerable<string> CompareRule(Deployment deployment, DeployedResource subscription, string filter, string? action)
    {
        var rules = deployment.OfType($"{Bus}/topics/subscriptions/rules").Where(r => r.Parent == subscription).ToList();
        const string Code = "src/MarginFunctions.Engine/Messages/BrokerIds.cs";
        return rules is [{ Name: "$Default" } rule]
            ? Differences(rule, ["properties", "sqlFilter", "sqlExpression"], filter, $"{Code} needs it").Concat(Differences(rule, ["properties", "action", "sqlExpression"], action, $"{Code} needs it"))
            : [$"{subscription.Place} has the rules {string.Join(", ", rules.Select(r => r.Name))}; it must have one, in the place of $Default, since {Code} trusts it"];
    }

    private static IEnumerable<string> Differences(DeployedResource resource, string[] path, string? wanted, string reason) => resource.At(path) is var value && $"{value}" != $"{wanted}"
        ? [$"{resource.PlaceOf(path)} says {path[^1]} '{value}'; it must be '{wanted}': {reason}"]
        : [];

    private static IEnumerable<string> CompareRoles(Deployment deployment, IReadOnlyList<(string Way, string Address, string Path, string Place)> paths)
    {
        var wanted = paths.Select(p => (p.Path, Role: p.Way == "sendTo" ? Sender : Receiver, p.Place)).ToList();
        var given = deployment.OfType("Microsoft.Authorization/roleAssignments").Where(r => Equals(r.At("properties", "principalId"), Infrastructure.BrokerPrincipal))
            .Select(r => (Path: r.At("scope") is DeployedResource scope ? PathOf(scope) : $"{r.At("scope")}", Role: $"{r.At("properties", "roleDefinitionId")}".Split('/')[^1], r.Place)).ToList();
        return wanted.Where(w => !given.Any(g => g.Path == w.Path && g.Role == w.Role)).Select(w => $"{w.Place} lets brokers use '{w.Path}'; infra/modules gives them no role {w.Role} there")
            .Concat(given.Where(g => !wanted.Any(w => g.Path == w.Path && g.Role == w.Role)).Select(g => $"{g.Place} gives a broker the role {g.Role} on '{g.Path}'; {AsyncApiFile.File} does not"));
    }

    private static IEnumerable<string> Surplus(Deployment deployment, IReadOnlyList<(string Way, string Address, string Path, string Place)> paths) =>
        from topic in deployment.OfType($"{Bus}/topics")
        where !Entities.All.Contains(topic.Name) && paths.All(p => p.Path != topic.Name)
        select $"{topic.Place} makes the topic '{topic.Name}' for a broker; {AsyncApiFile.File} does not name it";

    private static string PathOf(DeployedResource resource) => resource.Type switch
    {
        $"{Bus}/topics/subscriptions" => EntityDefinition.SubscriptionPath(resource.Parent?.Name ?? "", resource.Name),
        _ => resource.Name,
    };
}
