using Azure.Core;

namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public class ServiceBusClient : IAsyncDisposable
{
    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
        : this(options, HostOf(connectionString))
    {
    }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
        : this(options, fullyQualifiedNamespace)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullyQualifiedNamespace);
        ArgumentNullException.ThrowIfNull(credential);
    }

    protected ServiceBusClient()
    {
    }

    private ServiceBusClient(ServiceBusClientOptions options, string fullyQualifiedNamespace)
    {
        FullyQualifiedNamespace = fullyQualifiedNamespace;
        Identifier = options?.Identifier ?? $"{fullyQualifiedNamespace}-{Guid.NewGuid()}";
        TransportType = options?.TransportType ?? ServiceBusTransportType.AmqpTcp;
    }

    public virtual string FullyQualifiedNamespace { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed { get; private set; }

    public ServiceBusTransportType TransportType { get; }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => new(queueOrTopicName, FullyQualifiedNamespace, null);

    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) =>
        new(queueOrTopicName, FullyQualifiedNamespace, options?.Identifier);

    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static string HostOf(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var endpoint = connectionString.Split(';')
            .Select(setting => setting.Split('=', 2))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim().Equals("Endpoint", StringComparison.OrdinalIgnoreCase));
        return endpoint is null
            ? throw new ArgumentException("The connection string has no Endpoint.", nameof(connectionString))
            : new Uri(endpoint[1]).Host;
    }
}
