using System.Globalization;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.State;

/// <summary>Marks in the embedded file.</summary>
/// <param name="database">The file.</param>
public sealed class EmbeddedMarkStore(EmbeddedDatabase database) : IMarkStore
{
    private const string Upsert = """
        INSERT INTO mark (symbol, price, as_of, source) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (symbol) DO UPDATE SET price = excluded.price, as_of = excluded.as_of, source = excluded.source WHERE excluded.as_of > as_of
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Mark>> ReadAllAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<Mark>>(database.Read(ReadAll));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> AdvanceAsync(IReadOnlyList<Mark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        return database.WriteAsync<IReadOnlyList<bool>>(scope => Advance(scope.Session, marks), cancellationToken);
    }

    private static List<Mark> ReadAll(SqlSession session)
    {
        var marks = new List<Mark>();
        using var select = session.Use("SELECT symbol, price, as_of, source FROM mark");
        while (select.Read())
        {
            var price = decimal.Parse(select.Text(1), NumberStyles.Number, CultureInfo.InvariantCulture);
            marks.Add(new Mark(select.Text(0), price, new DateTimeOffset(select.Int64(2), TimeSpan.Zero), select.Text(3)));
        }

        return marks;
    }

    private static bool[] Advance(SqlSession session, IReadOnlyList<Mark> marks)
    {
        var stored = new bool[marks.Count];
        using var upsert = session.Use(Upsert);
        for (var i = 0; i < stored.Length; i++)
        {
            var mark = marks[i];
            upsert.Bind(1, mark.Symbol).Bind(2, mark.Price.ToString(CultureInfo.InvariantCulture));
            upsert.Bind(3, mark.AsOf.UtcTicks).Bind(4, mark.Source).Run();
            stored[i] = session.Changes() > 0;
        }

        return stored;
    }
}
