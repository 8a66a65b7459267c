using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.State;

namespace MarginFunctions.Engine.Messages;

/// <summary>To customers and brokers, on the topic <c>margin-calls</c>: one event in the life of a pool.</summary>
/// <param name="Id">Unique: <c>account|pool|decision number|kind</c>.</param>
/// <param name="Kind">What happened.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Pool"><c>cross</c>, or the instrument of an isolated position.</param>
/// <param name="Status">Where the pool stands now.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Equity">In <paramref name="Currency"/>; null when money was booked on a pool that cannot be priced, as the next two.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin.</param>
/// <param name="MarginRatio">Equity over maintenance; null without a requirement.</param>
/// <param name="Currency">The account currency.</param>
/// <param name="CallId">The call that this is about; null for events outside a call.</param>
/// <param name="Amount">What must be added to be released; null unless called.</param>
/// <param name="Deadline">By when; null unless called.</param>
/// <param name="Entries">The money that the engine has moved; null unless that is what is told.</param>
public sealed record MarginCallMessage(
    string Id,
    MarginEventKind Kind,
    string AccountId,
    string Pool,
    MarginStatus Status,
    DateTimeOffset At,
    decimal? Equity,
    decimal? Initial,
    decimal? Maintenance,
    decimal? MarginRatio,
    string Currency,
    string? CallId,
    decimal? Amount,
    DateTimeOffset? Deadline,
    IReadOnlyList<AccountLedgerEntry>? Entries = null);
