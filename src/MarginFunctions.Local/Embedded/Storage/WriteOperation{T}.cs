namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>A write with a result.</summary>
internal sealed class WriteOperation<T>(Func<WriteScope, T> work, CancellationToken cancellationToken) : WriteOperation
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Completion => completion.Task;

    public override bool IsWithdrawn => cancellationToken.IsCancellationRequested;

    public override void Execute(WriteScope scope) => result = work(scope);

    public override void Succeed() => completion.TrySetResult(result!);

    public override void Fail(Exception error) => completion.TrySetException(error);

    public override void Withdraw() => completion.TrySetCanceled(cancellationToken);
}
