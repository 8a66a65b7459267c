namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>A write that waits for, or is in, a group.</summary>
internal abstract class WriteOperation
{
    public abstract bool IsWithdrawn { get; }

    /// <summary>Does the work and keeps the result, which no one sees before <see cref="Succeed"/>.</summary>
    public abstract void Execute(WriteScope scope);

    public abstract void Succeed();

    public abstract void Fail(Exception error);

    public abstract void Withdraw();
}
