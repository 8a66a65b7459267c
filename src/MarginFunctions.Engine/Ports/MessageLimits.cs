namespace MarginFunctions.Engine.Ports;

/// <summary>The sizes that keep every message inside the Standard tier of Service Bus.</summary>
public static class MessageLimits
{
    /// <summary>The largest message body the bus takes, in bytes: 256 KB less room for its headers.</summary>
    public const int BodyBytes = 256 * 1024 - 4 * 1024;

    /// <summary>The largest chunk of shard work, in bytes.</summary>
    public const int ChunkBytes = 200_000;

    /// <summary>The largest single update, in bytes: it must fit in a chunk with its envelope.</summary>
    public const int UpdateBytes = 190_000;

    /// <summary>The longest message id, in characters, as Service Bus has it.</summary>
    public const int MessageIdLength = 128;
}
