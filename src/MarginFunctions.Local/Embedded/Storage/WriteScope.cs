namespace MarginFunctions.Local.Embedded.Storage;

/// <summary>What a write operation works with.</summary>
internal sealed class WriteScope(SqlSession session)
{
    private readonly HashSet<IWriterState> touchedByGroup = [];
    private readonly HashSet<IWriterState> touchedByOperation = [];
    private readonly List<Action> afterCommit = [];
    private int afterCommitOfEarlier;

    public SqlSession Session => session;

    public Statement Use(string sql) => session.Use(sql);

    /// <summary>Says, before changing it, that this memory is changed together with rows: it is reloaded if the rows are undone.</summary>
    public void Touch(IWriterState state) => touchedByOperation.Add(state);

    /// <summary>Runs when the operation is durable and before the next begins, before its caller hears of it. Must not throw.</summary>
    public void OnCommit(Action action) => afterCommit.Add(action);

    public void BeginOperation()
    {
        touchedByOperation.Clear();
        afterCommitOfEarlier = afterCommit.Count;
    }

    public void KeepOperation() => touchedByGroup.UnionWith(touchedByOperation);

    public void UndoOperation()
    {
        afterCommit.RemoveRange(afterCommitOfEarlier, afterCommit.Count - afterCommitOfEarlier);
        Reload(touchedByOperation);
    }

    public void KeepGroup()
    {
        foreach (var action in afterCommit)
        {
            action();
        }

        afterCommit.Clear();
        touchedByGroup.Clear();
    }

    public void UndoGroup()
    {
        afterCommit.Clear();
        touchedByGroup.UnionWith(touchedByOperation);
        Reload(touchedByGroup);
        touchedByGroup.Clear();
    }

    private void Reload(IEnumerable<IWriterState> states)
    {
        foreach (var state in states)
        {
            state.Reload(session);
        }
    }
}
