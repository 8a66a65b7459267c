namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stand-in; shape from Microsoft.Azure.Functions.Worker (azure-functions-dotnet-worker).</summary>
public class ServiceBusSessionMessageActions
{
    protected ServiceBusSessionMessageActions()
    {
    }

    public virtual DateTimeOffset SessionLockedUntil { get; protected set; }

    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) => throw NoHost.For(this);

    public virtual Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) => throw NoHost.For(this);

    public virtual Task ReleaseSession(CancellationToken cancellationToken = default) => throw NoHost.For(this);

    public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) => throw NoHost.For(this);
}
