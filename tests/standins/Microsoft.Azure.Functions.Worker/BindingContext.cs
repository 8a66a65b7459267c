namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stand-in; shape from Microsoft.Azure.Functions.Worker (azure-functions-dotnet-worker).</summary>
public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
