using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Azure.Tests.EndToEnd;

/// <summary>A bus in memory: keeps what is sent, drops ids it has seen, and hands out internal work in order.</summary>
internal sealed class QueueLoop : IMessageSender
{
    private readonly HashSet<(string Entity, string MessageId)> _seen = [];
    private readonly Queue<OutgoingMessage> _work = new();

    public List<OutgoingMessage> Sent { get; } = [];

    public Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages.Where(message => _seen.Add((message.Entity, message.MessageId))))
        {
            Sent.Add(message);
            if (message.Entity is Entities.ShardWork or Entities.CoverageRequests)
            {
                _work.Enqueue(message);
            }
        }

        return Task.CompletedTask;
    }

    public bool TryTakeWork(out OutgoingMessage work) => _work.TryDequeue(out work!);
}
