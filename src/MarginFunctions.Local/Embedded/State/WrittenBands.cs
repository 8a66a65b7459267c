using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>The bands of every shard as last written, committed or about to be. The dictionaries inside are replaced, never changed.</summary>
internal sealed class WrittenBands : IWriterState
{
    private readonly Dictionary<int, Dictionary<string, VersionedBand>> shards = [];

    public IEnumerable<KeyValuePair<int, Dictionary<string, VersionedBand>>> Shards => shards;

    public Dictionary<string, VersionedBand> Of(int shard) => shards.TryGetValue(shard, out var bands) ? bands : [];

    public void Write(WriteScope scope, int shard, Dictionary<string, VersionedBand> bands)
    {
        scope.Touch(this);
        shards[shard] = bands;
        using var upsert = scope.Use("INSERT INTO shard_bands (shard, bands) VALUES (?1, ?2) ON CONFLICT (shard) DO UPDATE SET bands = excluded.bands");
        upsert.Bind(1, shard).Bind(2, ShardBandsJson.Write(bands)).Run();
    }

    public void Reload(SqlSession session)
    {
        shards.Clear();
        using var select = session.Use("SELECT shard, bands FROM shard_bands");
        while (select.Read())
        {
            shards.Add((int)select.Int64(0), ShardBandsJson.Read(select.Blob(1)));
        }
    }
}
