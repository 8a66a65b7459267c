namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly IList<ServiceBusMessage> _store;
    private readonly Func<ServiceBusMessage, bool> _accepts;

    internal ServiceBusMessageBatch(long sizeInBytes, IList<ServiceBusMessage> store, long? maxSizeInBytes, Func<ServiceBusMessage, bool> accepts)
    {
        ArgumentNullException.ThrowIfNull(store);
        SizeInBytes = sizeInBytes;
        MaxSizeInBytes = maxSizeInBytes ?? long.MaxValue;
        _store = store;
        _accepts = accepts ?? (_ => true);
    }

    public int Count => _store.Count;

    public long MaxSizeInBytes { get; }

    public long SizeInBytes { get; }

    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_accepts(message))
        {
            return false;
        }
        _store.Add(message);
        return true;
    }

    public void Dispose()
    {
    }
}
