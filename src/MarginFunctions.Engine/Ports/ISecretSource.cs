namespace MarginFunctions.Engine.Ports;

/// <summary>Secrets by name. What they are is never logged, and in no exception.</summary>
public interface ISecretSource
{
    /// <summary>The secret; null when there is none of that name.</summary>
    ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken);
}
