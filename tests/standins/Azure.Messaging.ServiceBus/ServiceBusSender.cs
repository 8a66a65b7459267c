namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public class ServiceBusSender : IAsyncDisposable
{
    internal ServiceBusSender(string entityPath, string fullyQualifiedNamespace, string identifier)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entityPath);
        EntityPath = entityPath;
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        Identifier = identifier ?? $"{entityPath}-{Guid.NewGuid()}";
    }

    protected ServiceBusSender()
    {
    }

    protected ServiceBusSender(ServiceBusClient client, string queueOrTopicName)
        : this(queueOrTopicName, client.FullyQualifiedNamespace, null)
    {
    }

    protected ServiceBusSender(ServiceBusClient client, string queueOrTopicName, ServiceBusSenderOptions options)
        : this(queueOrTopicName, client.FullyQualifiedNamespace, options?.Identifier)
    {
    }

    public virtual string EntityPath { get; }

    public virtual string FullyQualifiedNamespace { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed { get; private set; }

    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default) => throw NoNetwork.For(this);

    public virtual Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        throw NoNetwork.For(this);

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
