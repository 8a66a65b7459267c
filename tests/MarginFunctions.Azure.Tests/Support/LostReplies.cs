using Azure.Core;
using Azure.Core.Pipeline;

namespace MarginFunctions.Azure.Tests.Support;

/// <summary>A network that delivers writes and loses the replies to the next few, so that the client repeats what the service has already done.</summary>
internal sealed class LostReplies : HttpPipelinePolicy
{
    private int _toLose;

    /// <summary>Attempts at writes that reached the service.</summary>
    public int Writes { get; private set; }

    /// <summary>Runs after a write whose reply is lost, before the client hears of it.</summary>
    public Func<Task>? AfterLoss { get; set; }

    public void LoseNext(int count) => _toLose = count;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Request.Method == RequestMethod.Get)
        {
            return;
        }

        Writes++;
        if (_toLose > 0)
        {
            _toLose--;
            if (AfterLoss is { } afterLoss)
            {
                await afterLoss();
            }

            throw new IOException("The reply was lost.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The adapters are asynchronous.");
}
