namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public class ServiceBusClientOptions
{
    public string Identifier { get; set; }

    public ServiceBusTransportType TransportType { get; set; }

    public ServiceBusRetryOptions RetryOptions { get; set; } = new();

    public TimeSpan ConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
