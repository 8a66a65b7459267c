using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.PortContracts;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class EmbeddedMessageSenderTests : MessageSenderContract
{
    private readonly TemporaryFile file = new();
    private EmbeddedDatabase? database;
    private EmbeddedQueues? queues;

    protected override async Task<IMessageSender> CreateAsync()
    {
        database = EmbeddedDatabase.Open(file.Path);
        return queues = await EmbeddedQueues.OpenAsync(database, Entities.Definitions, TimeProvider.System, CancellationToken.None);
    }

    protected override async Task CleanUpAsync()
    {
        await database!.DisposeAsync();
        file.Dispose();
    }

    protected override async Task<IReadOnlyList<OutgoingMessage>> ReadSentAsync(string entity)
    {
        var messages = await queues!.PeekAsync(entity, 100, 0, CancellationToken.None);
        return [.. messages.Select(message => new OutgoingMessage(entity, message.MessageId, message.SessionId, message.Body, message.Subject))];
    }
}
