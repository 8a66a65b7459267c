using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>What liquidations may order, in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedSliceBudget(EmbeddedDatabase database) : ISliceBudget
{
    private const string SelectOne = "SELECT body FROM slices WHERE instrument = ?1 AND minute = ?2";
    private const string Upsert = "INSERT INTO slices (instrument, minute, body) VALUES (?1, ?2, ?3) ON CONFLICT (instrument, minute) DO UPDATE SET body = excluded.body";
    private const string SelectMinutes = "SELECT body FROM slices WHERE minute >= ?1 AND minute < ?2";
    private const string Delete = "DELETE FROM slices WHERE minute < ?1";

    /// <inheritdoc/>
    public Task<IReadOnlyList<decimal>> TakeAsync(SliceMinute minute, IReadOnlyList<SliceRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(minute);

        // All writes go through one thread, so nothing is taken between the reading and the writing.
        return database.WriteAsync(scope => Take(scope, minute, requests), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> FindRefusedAsync(DateTimeOffset from, DateTimeOffset before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<int>>(database.Read(session =>
        {
            var shards = new SortedSet<int>();
            using var select = session.Use(SelectMinutes);
            select.Bind(1, from.UtcTicks).Bind(2, before.UtcTicks);
            while (select.Read())
            {
                shards.UnionWith(Read(select).Refused);
            }

            return shards.ToList();
        }));
    }

    /// <inheritdoc/>
    public Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            using var delete = scope.Use(Delete);
            delete.Bind(1, before.UtcTicks).Run();
            return true;
        },
        cancellationToken);

    private static IReadOnlyList<decimal> Take(WriteScope scope, SliceMinute minute, IReadOnlyList<SliceRequest> requests)
    {
        var taken = MinuteSlices.None;
        using (var select = scope.Use(SelectOne))
        {
            if (select.Bind(1, minute.Instrument).Bind(2, minute.At.UtcTicks).Read())
            {
                taken = Read(select);
            }
        }

        var (next, granted) = taken.Take(minute.Cap, requests);
        if (!ReferenceEquals(next, taken))
        {
            using var upsert = scope.Use(Upsert);
            upsert.Bind(1, minute.Instrument).Bind(2, minute.At.UtcTicks).Bind(3, JsonSerializer.SerializeToUtf8Bytes(next, EngineJson.Default.MinuteSlices).AsSpan()).Run();
        }

        return granted;
    }

    private static MinuteSlices Read(Statement select) =>
        JsonSerializer.Deserialize(select.Blob(0), EngineJson.Default.MinuteSlices) ?? throw new InvalidDataException("A row of table slices is empty.");
}
