namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public class CreateMessageBatchOptions
{
    public long? MaxSizeInBytes { get; set; }
}
