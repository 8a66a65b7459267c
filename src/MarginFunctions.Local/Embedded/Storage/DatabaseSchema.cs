namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>The tables of the file, by version.</summary>
internal static class DatabaseSchema
{
    /// <summary>The version this program writes.</summary>
    public const long Version = 5;

    /// <summary>"MgnF": tells our files from other programs'.</summary>
    private const long ApplicationId = 0x4D676E46;

    // Rows with long bodies have an integer key and an index beside it: a table WITHOUT ROWID would push every body above 1 KB to overflow pages.
    private const string Tables = """
        CREATE TABLE shard_header (partition TEXT PRIMARY KEY, version INTEGER NOT NULL, writer TEXT NOT NULL, next_outbox INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE shard_row (id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX shard_row_key ON shard_row (partition, key);
        CREATE TABLE fund_header (partition TEXT PRIMARY KEY, version INTEGER NOT NULL, writer TEXT NOT NULL, next_outbox INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE fund_row (id INTEGER PRIMARY KEY, partition TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX fund_row_key ON fund_row (partition, key);
        CREATE TABLE history (id INTEGER PRIMARY KEY, account TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX history_key ON history (account, number);
        CREATE TABLE mark (symbol TEXT PRIMARY KEY, price TEXT NOT NULL, as_of INTEGER NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE shard_bands (shard INTEGER PRIMARY KEY, bands TEXT NOT NULL);
        CREATE TABLE risk_state (version INTEGER PRIMARY KEY, body BLOB NOT NULL);
        CREATE TABLE slices (id INTEGER PRIMARY KEY, instrument TEXT NOT NULL, minute INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE UNIQUE INDEX slices_key ON slices (instrument, minute);
        CREATE TABLE webhook (owner TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, secrets TEXT NOT NULL, PRIMARY KEY (owner, id)) WITHOUT ROWID;

        -- A message's id is its queue's number times 2^48 plus its sequence number, so a queue is a stretch of the table, in order, and needs no index.
        CREATE TABLE queue (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, reserved INTEGER NOT NULL);
        CREATE TABLE message (
            id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, session TEXT, subject TEXT, broker TEXT, enqueued INTEGER NOT NULL, deliveries INTEGER NOT NULL,
            failures INTEGER NOT NULL DEFAULT 0, reason TEXT, description TEXT, body BLOB NOT NULL);
        CREATE TABLE scheduled (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, message_id TEXT NOT NULL, session TEXT, subject TEXT, broker TEXT, body BLOB NOT NULL);

        -- One row a batch: the fingerprints of the message ids sent to a queue or topic at a time. Numbered like messages.
        CREATE TABLE sent (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, fingerprints BLOB NOT NULL);
        """;

    public static void Prepare(SqlSession session, string path)
    {
        var version = session.Scalar("PRAGMA user_version");
        if (version > Version)
        {
            throw new InvalidOperationException(
                $"{path} was written by a newer version of this program (schema {version}; this one knows {Version}). Run the newer one, or name another file.");
        }

        if (version == 0)
        {
            if (session.Scalar("SELECT count(*) FROM sqlite_master") != 0)
            {
                throw new InvalidOperationException($"{path} is a database of another program. Name another file.");
            }

            session.Execute($"BEGIN IMMEDIATE; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
        }
        else if (session.Scalar("PRAGMA application_id") != ApplicationId)
        {
            throw new InvalidOperationException($"{path} is a database of another program. Name another file.");
        }
        else if (version < Version)
        {
            throw new InvalidOperationException(
                $"{path} was written by an older version of this program (schema {version}; this one writes {Version}) and is left as it is. Name another file.");
        }
    }
}
