using System.Text.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>The table of <c>docs/lifecycle.md</c> is what <see cref="MarginLifecycle"/> does, cell by cell.</summary>
public sealed class LifecycleTableTests
{
    private const string FirstHeader = "Equity now";
    private static readonly MarginLevels Levels = MarginLevels.Default;
    private static readonly DateTimeOffset Now = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    /// <summary>What a row's first cell means at the default levels: its lowest margin, which belongs to it, and one just below its end.</summary>
    private static readonly Dictionary<string, MarginPosition[]> Rows = new(StringComparer.Ordinal)
    {
        ["`E ≥ (warning + hysteresis)·MM`"] = [At(155), At(10_000)],
        ["`warning·MM ≤ E < (warning + hysteresis)·MM`"] = [At(150), At(154.99999999m)],
        ["`(call + hysteresis)·MM ≤ E < warning·MM`"] = [At(125), At(149.99999999m)],
        ["`call·MM ≤ E < (call + hysteresis)·MM`"] = [At(120), At(124.99999999m)],
        ["`liquidation·MM ≤ E < call·MM`"] = [At(100), At(119.99999999m)],
        ["`E < liquidation·MM`"] = [At(-10_000), At(0), At(99.99999999m)],
        ["`MM = 0`, `E ≥ 0`"] = [new(0, 0, 0), new(5, 0, 0)],
        ["`MM = 0`, `E < 0`"] = [new(-0.00000001m, 0, 0), new(-5, 0, 0)],
    };

    private static readonly Dictionary<string, PoolState[]> Columns = new(StringComparer.Ordinal)
    {
        ["healthy"] = [new PoolState("cross", MarginStatus.Healthy)],
        ["warned"] = [new PoolState("cross", MarginStatus.Warned)],
        ["called, in time"] = [Called(Now.AddTicks(1))],
        ["called, expired"] = [Called(Now), Called(Now.AddHours(-1))],
        ["liquidating"] = [new PoolState("cross", MarginStatus.Liquidating, JobId: "A-1|cross|1")],
        ["bad debt"] = [new PoolState("cross", MarginStatus.BadDebt)],
    };

    [Fact]
    public void Every_cell_is_what_the_lifecycle_decides()
    {
        var (header, rows) = ReadTable();
        Assert.Equal(Columns.Keys, header[1..]);
        Assert.Equal(Rows.Keys, rows.Select(row => row[0]));

        Assert.Empty(
            from row in rows
            from margin in Rows[row[0]]
            from column in Enumerable.Range(1, header.Length - 1)
            from state in Columns[header[column]]
            let cell = Cell(MarginLifecycle.Decide(state, margin, Now, Levels, "A-1|cross|2"))
            where cell != row[column]
            select $"{row[0]} / {header[column]}: the page says '{row[column]}', the code '{cell}' at equity {margin.Equity}");
    }

    private static string Cell(LifecycleDecision decision) => decision.IsChange
        ? $"{Words(decision.State.Status)}: {string.Join(", ", decision.Events.Select(e => $"`{JsonNamingPolicy.CamelCase.ConvertName(e.ToString())}`"))}"
        : "–";

    private static string Words(MarginStatus status) => status == MarginStatus.BadDebt ? "bad debt" : JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static (string[] Header, IReadOnlyList<string[]> Rows) ReadTable()
    {
        var lines = Repository.ReadPage("lifecycle.md").ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {FirstHeader} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        return (lines[0], lines[2..]);
    }

    private static MarginPosition At(decimal equity) => new(equity, 200, 100);

    private static PoolState Called(DateTimeOffset deadline) =>
        new("cross", MarginStatus.Called, new MarginCall("A-1|cross|1", 5, deadline.AddHours(-1), deadline));
}
