namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A session that has messages or a receiver.</summary>
internal sealed class SessionState(string id)
{
    public string Id { get; } = id;

    /// <summary>Its messages that are not locked.</summary>
    public SortedSet<long> Ready { get; } = [];

    /// <summary>Its messages that its receiver has.</summary>
    public HashSet<long> Delivered { get; } = [];

    /// <summary>Its receiver's proof; null when it has none.</summary>
    public Guid? Token { get; set; }

    /// <summary>When its receiver's lock runs out, unix ms.</summary>
    public long Until { get; set; }

    /// <summary>The message that it is filed under among the sessions to be accepted; null when it is not among them.</summary>
    public long? FiledUnder { get; set; }
}
