namespace Azure.Messaging.ServiceBus;

/// <summary>Stand-in; shape from the public listing of Azure.Messaging.ServiceBus (sdk/servicebus in azure-sdk-for-net).</summary>
public class ServiceBusMessage
{
    private const int MaxIdLength = 128;

    private string _messageId;
    private string _sessionId;
    private string _partitionKey;
    private TimeSpan _timeToLive = TimeSpan.MaxValue;

    public ServiceBusMessage()
        : this(BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty))
    {
    }

    public ServiceBusMessage(string body)
        : this(BinaryData.FromString(body))
    {
    }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
        ApplicationProperties = new Dictionary<string, object>();
    }

    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.Body;
        ApplicationProperties = new Dictionary<string, object>(receivedMessage.ApplicationProperties);
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        _messageId = receivedMessage.MessageId;
        PartitionKey = receivedMessage.PartitionKey;
        ReplyTo = receivedMessage.ReplyTo;
        ReplyToSessionId = receivedMessage.ReplyToSessionId;
        SessionId = receivedMessage.SessionId;
        Subject = receivedMessage.Subject;
        To = receivedMessage.To;
        _timeToLive = receivedMessage.TimeToLive;
    }

    public IDictionary<string, object> ApplicationProperties { get; }

    public BinaryData Body { get; set; }

    public string ContentType { get; set; }

    public string CorrelationId { get; set; }

    public string MessageId
    {
        get => _messageId;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value, nameof(MessageId));
            _messageId = Checked(value, nameof(MessageId));
        }
    }

    public string PartitionKey
    {
        get => _partitionKey;
        set
        {
            _partitionKey = Checked(value, nameof(PartitionKey));
            CheckKeys(nameof(PartitionKey));
        }
    }

    public string ReplyTo { get; set; }

    public string ReplyToSessionId { get; set; }

    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    public string SessionId
    {
        get => _sessionId;
        set
        {
            _sessionId = Checked(value, nameof(SessionId));
            CheckKeys(nameof(SessionId));
        }
    }

    public string Subject { get; set; }

    public TimeSpan TimeToLive
    {
        get => _timeToLive;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(TimeToLive));
            _timeToLive = value;
        }
    }

    public string To { get; set; }

    public string TransactionPartitionKey { get; set; }

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private static string Checked(string value, string name)
    {
        if (value is { Length: > MaxIdLength })
        {
            throw new ArgumentOutOfRangeException(name, value.Length, $"{name} is longer than {MaxIdLength} characters.");
        }
        return value;
    }

    private void CheckKeys(string name)
    {
        if (_partitionKey is not null && _sessionId is not null && _partitionKey != _sessionId)
        {
            throw new ArgumentOutOfRangeException(name, "A message of a session has no partition key but the session's id.");
        }
    }
}
