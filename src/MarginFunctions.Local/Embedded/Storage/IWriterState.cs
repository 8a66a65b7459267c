namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>Memory that mirrors rows and that only write operations touch, one at a time.</summary>
internal interface IWriterState
{
    /// <summary>Reads everything anew, after changes to the rows have been undone.</summary>
    void Reload(SqlSession session);
}
