namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public enum ServiceBusRetryMode
{
    Fixed = 0,
    Exponential = 1,
}
