using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.Queues;
using MarginFunctions.Local.Embedded.State;

namespace MarginFunctions.Local.Tests.Embedded;

/// <summary>A process that writes and says on its output what has completed, until it is killed.</summary>
public static class CrashChild
{
    public static async Task Main(string[] arguments)
    {
        await using var database = EmbeddedDatabase.Open(arguments[0]);
        var store = new EmbeddedShardStore(database);
        var queues = await EmbeddedQueues.OpenAsync(database, Entities.Definitions, TimeProvider.System, CancellationToken.None);
        string? tag = null;
        for (var version = 1; ; version++)
        {
            var header = new ShardHeader(version, $"{version}", 1);
            var rows = Enumerable.Range(0, 20).Select(i => new RowChange($"a|A-{i:D2}", BitConverter.GetBytes(version))).ToArray();
            tag = (await store.CommitAsync(new ShardTransaction(1, header, tag, rows), CancellationToken.None))!.ETag;
            await queues.SendAsync([new OutgoingMessage(Entities.PriceUpdates, $"m-{version}", null, default)], CancellationToken.None);
            Console.WriteLine(version);
        }
    }
}
