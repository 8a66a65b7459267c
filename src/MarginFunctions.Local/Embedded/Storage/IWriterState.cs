namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>Memory that mirrors rows and that only the writer's thread touches.</summary>
internal interface IWriterState
{
    /// <summary>Reads everything anew, after changes to the rows have been undone.</summary>
    void Reload(SqlSession session);
}
