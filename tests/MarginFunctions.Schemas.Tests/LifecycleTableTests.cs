using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>The tables of <c>docs/lifecycle.md</c> are what <see cref="MarginLifecycle"/> does, cell by cell.</summary>
public sealed class LifecycleTableTests
{
    private const string CannotBe = "cannot be";
    private static readonly DateTimeOffset Now = new(2026, 5, 19, 13, 0, 0, TimeSpan.Zero);

    /// <summary>The default levels, with the restore level at its default and lower.</summary>
    private static readonly MarginLevels[] Policies =
        [MarginLevels.Default, MarginLevels.Default with { Restore = 1.1m }, MarginLevels.Default with { Restore = 1.0m }];

    /// <summary>What a row's first cell means at these levels: its lowest margin, which belongs to it, and one just below its end.</summary>
    private static readonly Dictionary<string, Situation[]> Uncovered = new(StringComparer.Ordinal)
    {
        ["`E ≥ (warning + hysteresis)·MM`"] = [At(155), At(10_000)],
        ["`warning·MM ≤ E < (warning + hysteresis)·MM`"] = [At(150), At(154.99999999m)],
        ["`(call + hysteresis)·MM ≤ E < warning·MM`"] = [At(125), At(149.99999999m)],
        ["`call·MM ≤ E < (call + hysteresis)·MM`"] = [At(120), At(124.99999999m)],
        ["`liquidation·MM ≤ E < call·MM`"] = [At(100), At(115), At(119.99999999m)],
        ["`E < liquidation·MM`"] = [At(-10_000), At(0), At(99.99999999m)],
        ["`MM = 0`, `E ≥ 0`"] = [Without(0), Without(5)],
        ["`MM = 0`, `E < 0`"] = [Without(-0.00000001m), Without(-5)],
    };

    /// <summary>Equity before the draw, and what there is of cover, in one part and in two.</summary>
    private static readonly Dictionary<string, Situation[]> Covered = new(StringComparer.Ordinal)
    {
        ["`call·MM ≤ E < (call + hysteresis)·MM`, cover suffices"] = [At(120, 5), At(120, 500), At(124.99999999m, 0.00000001m), At(121, 2, 300)],
        ["`call·MM ≤ E < (call + hysteresis)·MM`, cover in part"] = [At(120, 4.99999999m), At(121, 1, 2)],
        ["`liquidation·MM ≤ E < call·MM`, cover suffices"] = [At(100, 25), At(115, 10), At(119.99999999m, 5, 5)],
        ["`liquidation·MM ≤ E < call·MM`, cover in part"] = [At(100, 5), At(111, 1, 2)],
        ["`E < liquidation·MM`, cover suffices"] = [At(99.99999999m, 30), At(-10, 135), At(0, 25, 100)],
        ["`E < liquidation·MM`, cover in part"] = [At(90, 9.99999999m), At(-100, 50, 100)],
        ["`MM = 0`, `E < 0`, reserve suffices"] = [Without(-5, 5), Without(-5, 10)],
        ["`MM = 0`, `E < 0`, reserve in part"] = [Without(-5, 4), Without(-0.00000002m, 0.00000001m)],
    };

    /// <summary>The states that a column stands for, at a margin with the cover counted.</summary>
    private static readonly Dictionary<string, Func<Situation, MarginLevels, IEnumerable<PoolState>>> Columns = new(StringComparer.Ordinal)
    {
        ["healthy"] = (_, _) => [new PoolState("cross", MarginStatus.Healthy)],
        ["warned"] = (_, _) => [new PoolState("cross", MarginStatus.Warned)],
        ["called, in time"] = (s, _) => [.. Unchanged(s.Need).Select(told => Called(told, 31))],
        ["called, reminder due"] = (s, _) => [.. Unchanged(s.Need).SelectMany(told => Due(told))],
        ["called, amount changed"] = (s, _) => [.. Changed(s.Need).Select(told => Called(told, 31))],
        ["called, both"] = (s, _) => [.. Changed(s.Need).SelectMany(told => Due(told))],
        ["called, expired"] = (s, _) => [.. Unchanged(s.Need).Concat(Changed(s.Need)).SelectMany(told => new[] { Called(told, 0), Called(told, -60) })],
        ["liquidating"] = (s, levels) => Liquidating().Where(state => s.HasNoRequirement || !s.IsRestored(state, levels)),
        ["liquidating, restored"] = (s, levels) => Liquidating().Where(state => s.HasNoRequirement || s.IsRestored(state, levels)),
        ["bad debt"] = (_, _) => [new PoolState("cross", MarginStatus.BadDebt)],
    };

    [Fact]
    public void Every_cell_is_what_the_lifecycle_decides() => Check("Equity now", Uncovered);

    [Fact]
    public void Every_cell_of_the_table_of_cover_is_what_the_lifecycle_decides() => Check("Equity before, and cover", Covered);

    private static void Check(string firstHeader, Dictionary<string, Situation[]> situations)
    {
        var (header, rows) = ReadTable(firstHeader);
        Assert.Equal(Columns.Keys, header[1..]);
        Assert.Equal(situations.Keys, rows.Select(row => row[0]));

        var wrong = new List<string>();
        foreach (var row in rows)
        {
            foreach (var column in Enumerable.Range(1, header.Length - 1))
            {
                var cells = (
                    from situation in situations[row[0]]
                    from levels in Policies
                    from state in Columns[header[column]](situation, levels)
                    select Cell(MarginLifecycle.Decide(state, situation.Margin, Now, levels, "A-1|cross|2", situation.Cover))).Distinct().DefaultIfEmpty(CannotBe).ToList();
                if (cells is not [var one] || one != row[column])
                {
                    wrong.Add($"{row[0]} / {header[column]}: the page says '{row[column]}', the code '{string.Join("' and '", cells)}'");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static string Cell(LifecycleDecision decision)
    {
        var told = decision.Events.Count == 0
            ? null
            : $"{Words(decision.State.Status)}: {string.Join(", ", decision.Events.Select(e => $"`{JsonNamingPolicy.CamelCase.ConvertName(e.ToString())}`"))}";
        return decision.IsChange ? string.Join("; ", new[] { decision.Drawn.Count > 0 ? "draws" : null, told }.OfType<string>()) : "–";
    }

    private static string Words(MarginStatus status) => status == MarginStatus.BadDebt ? "bad debt" : JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static (string[] Header, IReadOnlyList<string[]> Rows) ReadTable(string firstHeader)
    {
        var lines = Repository.ReadPage("lifecycle.md").ReplaceLineEndings("\n").Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {firstHeader} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        return (lines[0], lines[2..]);
    }

    private static Situation At(decimal equity, params decimal[] cover) => new(new MarginPosition(equity, 200, 100), Sources(cover));

    private static Situation Without(decimal equity, params decimal[] cover) => new(new MarginPosition(equity, 0, 0), Sources(cover));

    private static CoverAmount[] Sources(decimal[] amounts) => [.. amounts.Select((amount, index) => new CoverAmount(index == 0 ? CoverSource.Reserve : CoverSource.Loan, amount))];

    /// <summary>Amounts last told from which the need is within a fifth.</summary>
    private static decimal[] Unchanged(decimal need) => need > 0 ? [need, need * 1.2m, need * 0.9m] : [5];

    /// <summary>Amounts last told from which the need is a fifth away or more.</summary>
    private static decimal[] Changed(decimal need) => need > 0 ? [need * 1.25m, need * 4, need / 2] : [5];

    private static PoolState[] Due(decimal told) => [Called(told, 30), Called(told, 1), Called(told, 10, reminders: 1)];

    private static PoolState Called(decimal told, int minutesLeft, int reminders = 0)
    {
        var deadline = Now.AddMinutes(minutesLeft);
        return new("cross", MarginStatus.Called, new MarginCall("A-1|cross|1", told, deadline.AddHours(-1), deadline, reminders));
    }

    private static IEnumerable<PoolState> Liquidating() =>
        [new PoolState("cross", MarginStatus.Liquidating, JobId: "A-1|cross|1"), new PoolState("cross", MarginStatus.Liquidating, JobId: "A-1|cross|1", HasExpired: true)];

    /// <summary>A margin, and what there is to cover it with.</summary>
    private sealed record Situation(MarginPosition Margin, CoverAmount[] Cover)
    {
        public bool HasNoRequirement => Margin.Maintenance == 0;

        /// <summary>What is missing to the release with all of the cover counted.</summary>
        public decimal Need => (Margin with { Equity = Margin.Equity + Cover.Sum(c => c.Amount) }).AmountToReach(MarginLevels.Default.CallRelease);

        public bool IsRestored(PoolState state, MarginLevels levels) => !Margin.IsBelow(MarginLifecycle.RestoreLevel(state, levels));
    }
}
