using System.Diagnostics.Metrics;
using System.Text.Json;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Dynamic;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Shards;

namespace MarginFunctions.Engine.Telemetry;

/// <summary>The engine's instruments, on the meter <see cref="MeterName"/>.</summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "MarginFunctions";

    /// <summary>The counter of crossings that only a sweep found.</summary>
    public const string MissedCrossings = "margin.bands.missed_crossings";

    /// <summary>The histogram of how long messages waited between their decision and being sent, in seconds.</summary>
    public const string OutboxAge = "margin.outbox.age";

    /// <summary>The counter of underlyings that had no fresh mark when the risk state was published.</summary>
    public const string MissingRiskMarks = "margin.risk.missing_marks";

    /// <summary>The tag of that counter with the underlying's name.</summary>
    public const string UnderlyingTag = "underlying";

    /// <summary>The gauge of what the insurance fund lacks to the cover it should have.</summary>
    public const string FundLacks = "margin.coverage.fund_lacks";

    /// <summary>The tag of that gauge with the currency.</summary>
    public const string CurrencyTag = "currency";

    /// <summary>The counter of what the insurance fund has paid for bad debts, in account currency.</summary>
    public const string FundDrawn = "margin.fund.drawn";

    /// <summary>The counter of losses that the insurance fund could not pay, in account currency.</summary>
    public const string FundAssigned = "margin.fund.assigned";

    /// <summary>The tag of that counter that says who bears them: <c>winners</c> or <c>capital</c>.</summary>
    public const string BearerTag = "to";

    private readonly Counter<long> applied;
    private readonly Counter<long> late;
    private readonly Counter<long> refused;
    private readonly Counter<long> assessed;
    private readonly Counter<long> decisions;
    private readonly Counter<long> missed;
    private readonly Counter<long> prices;
    private readonly Counter<long> latePrices;
    private readonly Counter<long> reprices;
    private readonly Counter<long> jobs;
    private readonly Counter<long> expiredJobs;
    private readonly Counter<long> unknownFills;
    private readonly Counter<long> overfills;
    private readonly Counter<long> cutSlices;
    private readonly Histogram<double> outboxAge;
    private readonly Counter<long> riskStates;
    private readonly Counter<long> missingRiskMarks;
    private readonly Gauge<double> priceRange;
    private readonly Gauge<double> fundBalance;
    private readonly Counter<double> fundDrawn;
    private readonly Counter<double> fundAssigned;
    private readonly Counter<long> fundUnpriced;
    private readonly Counter<long> notificationAttempts;
    private readonly Histogram<double> notificationDuration;
    private readonly Histogram<double> notificationAge;
    private readonly Counter<long> notificationsGivenUp;
    private readonly Counter<long> notificationsWithoutDestination;
    private readonly Gauge<double> fundLacks;
    private readonly Gauge<double> shortfalls;
    private readonly Gauge<double> deficits;
    private readonly Gauge<double> coverTwo;
    private readonly Gauge<double> liquidity;
    private readonly Gauge<long> accountsByStatus;
    private readonly Gauge<long> unpricedAccounts;

    /// <summary>Creates the meter.</summary>
    public EngineMetrics()
    {
        applied = Meter.CreateCounter<long>("margin.updates.applied", "{update}", "Updates with at least one new row.");
        late = Meter.CreateCounter<long>("margin.updates.late_rows", "{row}", "Rows of updates that came after a newer word.");
        refused = Meter.CreateCounter<long>("margin.messages.refused", "{message}", "Messages answered with a rejection.");
        assessed = Meter.CreateCounter<long>("margin.accounts.assessed", "{account}", "Accounts whose margin was computed.");
        decisions = Meter.CreateCounter<long>("margin.decisions", "{decision}", "Pools whose status changed.");
        missed = Meter.CreateCounter<long>(MissedCrossings, "{crossing}", "Status changes a sweep found with every mark inside its band. Must stay 0.");
        prices = Meter.CreateCounter<long>("margin.prices.accepted", "{price}", "Marks stored.");
        latePrices = Meter.CreateCounter<long>("margin.prices.late", "{price}", "Prices not later than the stored mark.");
        jobs = Meter.CreateCounter<long>("margin.liquidation.jobs", "{job}", "Liquidation jobs issued.");
        expiredJobs = Meter.CreateCounter<long>("margin.liquidation.jobs.expired", "{job}", "Liquidation jobs whose time was up before all was filled.");
        unknownFills = Meter.CreateCounter<long>("margin.liquidation.fills.unknown", "{fill}", "Fills of jobs or orders that their accounts do not remember: nothing was charged for them.");
        overfills = Meter.CreateCounter<long>("margin.liquidation.fills.over", "{fill}", "Fills of more than was ordered.");
        cutSlices = Meter.CreateCounter<long>("margin.liquidation.slices.cut", "{order}", "Orders that a minute did not take whole.");
        outboxAge = Meter.CreateHistogram<double>(OutboxAge, "s", "How long the oldest message of a shard has waited to be sent.");
        reprices = Meter.CreateCounter<long>("margin.shards.repriced", "{shard}", "Shards told that a mark has left a band.");
        riskStates = Meter.CreateCounter<long>("margin.risk.published", "{version}", "Versions of the risk state published.");
        missingRiskMarks = Meter.CreateCounter<long>(MissingRiskMarks, "{underlying}", "Underlyings without a fresh mark at a publication: their ranges stand still.");
        priceRange = Meter.CreateGauge<double>("margin.risk.price_range", "1", "The published scenario range of an underlying, as a fraction.");
        fundBalance = Meter.CreateGauge<double>("margin.fund.balance", "1", "What the insurance fund has, in account currency.");
        fundDrawn = Meter.CreateCounter<double>(FundDrawn, "1", "What the insurance fund has paid for bad debts, in account currency.");
        fundAssigned = Meter.CreateCounter<double>(FundAssigned, "1", "Losses that the insurance fund could not pay, in account currency, by who bears them.");
        fundUnpriced = Meter.CreateCounter<long>("margin.fund.unpriced_accounts", "{account}", "Accounts that were not among the winners, for a price is missing.");
        notificationAttempts = Meter.CreateCounter<long>("margin.notifications.attempts", "{attempt}", "Attempts to deliver a notification, by how they went.");
        notificationDuration = Meter.CreateHistogram<double>("margin.notifications.duration", "s", "How long an attempt took.");
        notificationAge = Meter.CreateHistogram<double>("margin.notifications.age", "s", "How long after its decision a notification was delivered.");
        notificationsGivenUp = Meter.CreateCounter<long>("margin.notifications.given_up", "{notification}", "Notifications that a destination will not get.");
        notificationsWithoutDestination = Meter.CreateCounter<long>("margin.notifications.without_destination", "{notification}", "Notifications that no one wants.");
        fundLacks = Meter.CreateGauge<double>(FundLacks, "{money}", "What the fund lacks to the shortfalls or to the loss of the two largest accounts in stress, whichever is more.");
        shortfalls = Meter.CreateGauge<double>("margin.coverage.shortfalls", "{money}", "What pools lack to maintenance margin.");
        deficits = Meter.CreateGauge<double>("margin.coverage.deficits", "{money}", "What pools owe beyond all they hold.");
        coverTwo = Meter.CreateGauge<double>("margin.coverage.cover_two", "{money}", "What the two largest accounts lose beyond all they hold in the worst stress scenario.");
        liquidity = Meter.CreateGauge<double>("margin.coverage.liquidity_buffer", "{money}", "Account currency of the fund and of pools that are short, less what they are short of.");
        accountsByStatus = Meter.CreateGauge<long>("margin.coverage.accounts", "{account}", "Accounts by status.");
        unpricedAccounts = Meter.CreateGauge<long>("margin.coverage.unpriced_accounts", "{account}", "Accounts that could not be assessed and are in no sum.");
    }

    internal Meter Meter { get; } = new(MeterName);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    internal void Record(ShardWorkKind kind, ShardReport report)
    {
        var cause = new KeyValuePair<string, object?>("work", kind.ToString());
        applied.Add(report.Applied, cause);
        late.Add(report.LateRows, cause);
        refused.Add(report.Refused, cause);
        assessed.Add(report.Assessed, cause);
        decisions.Add(report.Decisions, cause);
        missed.Add(report.MissedCrossings, cause);
        jobs.Add(report.Jobs, cause);
        expiredJobs.Add(report.ExpiredJobs, cause);
        unknownFills.Add(report.UnknownFills, cause);
        overfills.Add(report.Overfills, cause);
    }

    internal void RecordSlices(string instrument, int cut) => cutSlices.Add(cut, new KeyValuePair<string, object?>("instrument", instrument));

    internal void RecordRefused(string entity, int count) => refused.Add(count, new KeyValuePair<string, object?>("entity", entity));

    internal void RecordOutboxAge(TimeSpan age) => outboxAge.Record(age.TotalSeconds);

    internal void RecordRiskState(RiskStateUpdate update)
    {
        riskStates.Add(1);
        foreach (var underlying in update.Missing)
        {
            missingRiskMarks.Add(1, new KeyValuePair<string, object?>(UnderlyingTag, underlying));
        }

        foreach (var risk in update.Next.Underlyings)
        {
            priceRange.Record((double)risk.Range, new KeyValuePair<string, object?>(UnderlyingTag, risk.Underlying));
        }
    }

    internal void RecordCoverage(CoverageReport report)
    {
        var currency = new KeyValuePair<string, object?>(CurrencyTag, report.Currency);
        if (report.Fund is { } balance)
        {
            fundBalance.Record((double)balance);
            fundLacks.Record((double)report.FundLacks, currency);
        }

        if (report.CoverTwo is { } two)
        {
            coverTwo.Record((double)two.Loss, currency);
        }

        shortfalls.Record((double)report.Shortfalls, currency);
        deficits.Record((double)report.Deficits, currency);
        liquidity.Record((double)report.Liquidity.Buffer, currency);
        unpricedAccounts.Record(report.Unpriced.Accounts);
        foreach (var count in report.Statuses)
        {
            accountsByStatus.Record(count.Accounts, new KeyValuePair<string, object?>("status", JsonNamingPolicy.CamelCase.ConvertName(count.Status.ToString())));
        }
    }

    /// <summary>What one transaction of the fund has changed.</summary>
    internal void RecordFund(FundState before, FundState after)
    {
        fundBalance.Record((double)after.Balance);
        fundDrawn.Add((double)(after.Drawn - before.Drawn));
        fundAssigned.Add((double)(after.BorneByCapital - before.BorneByCapital), new KeyValuePair<string, object?>(BearerTag, "capital"));
        fundAssigned.Add((double)(after.SharedByWinners - before.SharedByWinners), new KeyValuePair<string, object?>(BearerTag, "winners"));
    }

    internal void RecordUnpricedWinners(int accounts) => fundUnpriced.Add(accounts);

    internal void RecordPrices(int accepted, int late, int shards)
    {
        prices.Add(accepted);
        latePrices.Add(late);
        reprices.Add(shards);
    }

    internal void RecordNotification(string kind, DeliveryVerdict verdict, TimeSpan took)
    {
        KeyValuePair<string, object?> channel = new("kind", kind);
        KeyValuePair<string, object?> outcome = new("outcome", verdict.ToString());
        notificationAttempts.Add(1, channel, outcome);
        notificationDuration.Record(took.TotalSeconds, channel, outcome);
    }

    internal void RecordNotificationAge(TimeSpan age) => notificationAge.Record(age.TotalSeconds);

    internal void RecordNotificationGivenUp(string kind) => notificationsGivenUp.Add(1, new KeyValuePair<string, object?>("kind", kind));

    internal void RecordNotificationWithoutDestination() => notificationsWithoutDestination.Add(1);
}
