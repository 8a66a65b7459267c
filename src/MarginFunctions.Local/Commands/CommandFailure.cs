namespace MarginFunctions.Local.Commands;

/// <summary>What the user gave cannot be used. Its message is the one line that is shown.</summary>
internal sealed class CommandFailure : Exception
{
    public CommandFailure(string message)
        : base(message)
    {
    }

    public CommandFailure(string message, Exception cause)
        : base(message, cause)
    {
    }
}
