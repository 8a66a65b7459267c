using System.Text.Json;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="ICoverageReportStore"/> guarantees.</summary>
public abstract class CoverageReportStoreContract : PortContract<ICoverageReportStore>
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 5, 19, 12, 0, 45, TimeSpan.Zero);

    [Fact]
    public async Task A_new_store_has_no_report() => Assert.Empty(await Port.ReadAsync(10, None));

    [Fact]
    public async Task A_report_is_read_as_it_was_stored_to_the_last_digit()
    {
        var report = Report(Noon, 1234567890123456.12345678m);

        await Port.StoreAsync(report, None);

        AssertSame([report], await Port.ReadAsync(10, None));
    }

    [Fact]
    public async Task The_latest_come_first_over_days_and_years_in_whatever_order_they_were_stored()
    {
        CoverageReport[] newestFirst =
        [
            Report(new DateTimeOffset(2027, 1, 1, 0, 0, 45, TimeSpan.Zero), 6),
            Report(new DateTimeOffset(2026, 12, 31, 23, 59, 45, TimeSpan.Zero), 5),
            Report(Noon.AddDays(1), 4),
            Report(Noon.AddHours(11), 3),
            Report(Noon.AddMinutes(1), 2),
            Report(Noon, 1),
        ];
        foreach (var n in (int[])[3, 0, 5, 2, 4, 1])
        {
            await Port.StoreAsync(newestFirst[n], None);
        }

        AssertSame(newestFirst, await Port.ReadAsync(10, None));
        AssertSame(newestFirst[..2], await Port.ReadAsync(2, None));
    }

    [Fact]
    public async Task The_minute_is_that_of_the_moment_wherever_its_clock_stands()
    {
        await Port.StoreAsync(Report(Noon, 1), None);
        await Port.StoreAsync(Report(Noon.AddMinutes(1).ToOffset(TimeSpan.FromHours(-9)), 2), None);

        Assert.Equal([2m, 1m], (await Port.ReadAsync(10, None)).Select(r => r.Shortfalls));
    }

    [Fact]
    public async Task A_second_report_of_a_minute_takes_the_place_of_the_first()
    {
        await Port.StoreAsync(Report(Noon, 1), None);
        await Port.StoreAsync(Report(Noon.AddSeconds(10), 2), None);

        AssertSame([Report(Noon.AddSeconds(10), 2)], await Port.ReadAsync(10, None));
    }

    [Fact]
    public async Task Days_before_a_day_are_deleted_and_that_day_stays_from_its_first_minute()
    {
        var midnight = new DateTimeOffset(2026, 5, 19, 0, 0, 0, TimeSpan.Zero);
        var kept = Report(midnight, 2);
        await Port.StoreAsync(Report(midnight.AddMinutes(-1), 1), None);
        await Port.StoreAsync(kept, None);
        for (var day = 2; day < 120; day++)
        {
            await Port.StoreAsync(Report(midnight.AddDays(-2).AddMinutes(day), 0), None);
        }

        await Port.DeleteBeforeAsync(new DateOnly(2026, 5, 19), None);
        await Port.DeleteBeforeAsync(new DateOnly(2026, 5, 19), None);

        AssertSame([kept], await Port.ReadAsync(200, None));
    }

    [Fact]
    public async Task The_largest_report_there_may_be_is_stored()
    {
        const decimal wide = 123456789012345678.12345678m;
        var name = new string('N', 64);
        var large = Report(Noon, wide) with
        {
            Unpriced = new UnpricedAccounts(99, 99, [.. Enumerable.Repeat(new UnpricedPool(name, name, name), UnpricedAccounts.MostNamed)]),
            Concentration = [.. Enumerable.Repeat(new InstrumentConcentration(name, 99, wide, wide, wide, wide, name, 0.12345678m, 0.12345678m, 0.12345678m), CoverageReport.MostInstruments)],
        };

        await Port.StoreAsync(large, None);

        AssertSame([large], await Port.ReadAsync(1, None));
    }

    [Fact]
    public async Task At_least_one_report_must_be_asked_for() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Port.ReadAsync(0, None));

    private static CoverageReport Report(DateTimeOffset at, decimal shortfalls) => new(
        at,
        "test-1",
        3,
        "USDT",
        2,
        [new StatusCount(MarginStatus.Called, 1, 2)],
        new UnpricedAccounts(1, 1, [new UnpricedPool("A-1", "cross", "BTC-PERP")]),
        Fund: 0.00000001m,
        shortfalls,
        Deficits: 0,
        CoverOne: null,
        new StressCover("crash", 7, [new AccountLoss("A-2", 7)]),
        new LiquidityBuffer(1, 2, -3),
        [new InstrumentConcentration("BTC-PERP", 1, 1, 0, null, null, "A-2", 1, 1, 1)],
        InstrumentsLeftOut: 0);

    private static void AssertSame(IReadOnlyList<CoverageReport> expected, IReadOnlyList<CoverageReport> actual) => Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(CoverageReport report) => JsonSerializer.Serialize(report, EngineJson.Default.CoverageReport);
}
