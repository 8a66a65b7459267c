using System.Diagnostics.Metrics;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MarginFunctions.Azure.Tests.Hosting;

/// <summary>The alerts look for lines that begin with these words.</summary>
public sealed class EngineSignalsTests : IDisposable
{
    private readonly Meter _meter = new(EngineMetrics.MeterName);
    private readonly Lines _lines = new();
    private readonly EngineSignals _signals;

    public EngineSignalsTests() => _signals = new EngineSignals(_lines);

    public void Dispose()
    {
        _signals.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task A_missed_crossing_is_an_error_line()
    {
        await _signals.StartAsync(CancellationToken.None);
        var missed = _meter.CreateCounter<long>(EngineMetrics.MissedCrossings);

        missed.Add(0);
        missed.Add(3);

        Assert.Equal((LogLevel.Error, "MissedCrossings: a sweep found 3 status changes that no price had announced."), Assert.Single(_lines.Told));
    }

    [Fact]
    public async Task A_message_that_waited_for_more_than_a_minute_is_an_error_line()
    {
        await _signals.StartAsync(CancellationToken.None);
        var age = _meter.CreateHistogram<double>(EngineMetrics.OutboxAge);

        age.Record(60);
        age.Record(61.4);

        Assert.Equal((LogLevel.Error, "OutboxAge: a message was still to be sent 61 s after it was decided on."), Assert.Single(_lines.Told));
    }

    [Fact]
    public async Task A_fund_below_its_cover_is_an_error_line()
    {
        await _signals.StartAsync(CancellationToken.None);
        var lacks = _meter.CreateGauge<double>(EngineMetrics.FundLacks);
        var currency = new KeyValuePair<string, object?>(EngineMetrics.CurrencyTag, "USDT");

        lacks.Record(0, currency);
        lacks.Record(28_700.5, currency);

        Assert.Equal(
            (LogLevel.Error, "FundBelowCover: the insurance fund lacks 28700.50 USDT to the loss of the two largest accounts in stress, or to what all accounts are short of."),
            Assert.Single(_lines.Told));
    }

    [Fact]
    public async Task An_underlying_without_a_fresh_mark_is_a_warning_by_name()
    {
        await _signals.StartAsync(CancellationToken.None);

        _meter.CreateCounter<long>(EngineMetrics.MissingRiskMarks).Add(1, new KeyValuePair<string, object?>(EngineMetrics.UnderlyingTag, "BTC-USD"));

        Assert.Equal((LogLevel.Warning, "MissingRiskMark: BTC-USD has no fresh mark; its scenario range stands still."), Assert.Single(_lines.Told));
    }

    [Fact]
    public async Task What_the_fund_pays_is_a_warning_and_what_it_cannot_pay_an_error()
    {
        await _signals.StartAsync(CancellationToken.None);
        var drawn = _meter.CreateCounter<double>(EngineMetrics.FundDrawn);
        var assigned = _meter.CreateCounter<double>(EngineMetrics.FundAssigned);

        drawn.Add(51);
        drawn.Add(0);
        assigned.Add(0, new KeyValuePair<string, object?>(EngineMetrics.BearerTag, "capital"));
        assigned.Add(30.5, new KeyValuePair<string, object?>(EngineMetrics.BearerTag, "winners"));

        Assert.Equal(
            [(LogLevel.Warning, "FundDrawn: the insurance fund has paid 51 for a bad debt."), (LogLevel.Error, "LossAssigned: the insurance fund could not pay 30.5; borne by winners.")],
            _lines.Told);
    }

    [Fact]
    public async Task Other_measurements_are_no_lines()
    {
        await _signals.StartAsync(CancellationToken.None);

        _meter.CreateCounter<long>("margin.decisions").Add(1_000);
        using var other = new Meter("Other");
        other.CreateHistogram<double>(EngineMetrics.OutboxAge).Record(1_000);

        Assert.Empty(_lines.Told);
    }

    private sealed class Lines : ILogger<EngineSignals>
    {
        public List<(LogLevel, string)> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Told.Add((logLevel, formatter(state, exception)));
    }
}
