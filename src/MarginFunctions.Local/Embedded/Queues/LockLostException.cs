namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>A lock had run out or been given up, so what was asked was not done for these messages or this session. They are delivered again.</summary>
public sealed class LockLostException : Exception
{
    internal LockLostException(IReadOnlyList<LockedMessage> messages)
        : base($"The lock of {messages.Count} message(s) of {messages[0].Path} was lost, the first of them {messages[0].MessageId}. They will be delivered again.")
    {
        Messages = messages;
    }

    internal LockLostException(LockedSession session)
        : base($"The lock of session {session.SessionId} of {session.Path} was lost. Its messages will be delivered again.")
    {
        Messages = [];
    }

    /// <summary>The messages whose locks were lost. Others of the same call were settled.</summary>
    public IReadOnlyList<LockedMessage> Messages { get; }
}
