namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>What a template would deploy, as far as that can be known without deploying it. It follows variables, parameters, loops, conditions and modules.</summary>
internal sealed class Deployment
{
    private readonly List<DeployedResource> _resources = [];

    private Deployment()
    {
    }

    /// <summary>What it makes.</summary>
    public IEnumerable<DeployedResource> Resources => _resources.Where(r => !r.Declaration.Existing);

    /// <summary>What it makes, and what it expects to be there.</summary>
    public IReadOnlyList<DeployedResource> Mentioned => _resources;

    /// <summary>The outputs of the template.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; private set; } = new Dictionary<string, object?>();

    public IEnumerable<DeployedResource> OfType(string type) => Resources.Where(r => r.Type.Equals(type, StringComparison.OrdinalIgnoreCase));

    /// <summary>Evaluates a template. Parameters that are not given take their defaults, and are unknown without one.</summary>
    public static Deployment Evaluate(Templates templates, string main, IReadOnlyDictionary<string, object?> parameters)
    {
        var deployment = new Deployment();
        var scope = new ModuleScope(templates, main, parameters, deployment._resources);
        scope.Deploy();
        deployment.Outputs = scope.Outputs;
        return deployment;
    }
}
