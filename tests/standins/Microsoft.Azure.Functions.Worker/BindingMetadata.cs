namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stand-in; shape from Microsoft.Azure.Functions.Worker (azure-functions-dotnet-worker).</summary>
public abstract class BindingMetadata
{
    public abstract string Name { get; }

    public abstract string Type { get; }

    public abstract BindingDirection Direction { get; }
}
