namespace MarginFunctions.Engine.Cover;

/// <summary>What one transaction of a fund decides: requests in their order, and then who shares what it could not pay of them. No I/O.</summary>
/// <param name="start">Where the fund stands.</param>
/// <param name="terms">What it decides by.</param>
/// <param name="now">When.</param>
internal sealed class FundRound(FundState start, FundTerms terms, DateTimeOffset now)
{
    /// <summary>The most requests: each takes two rows, beside those of the answers.</summary>
    public const int MostRequests = 32;

    /// <summary>With so many answers the round takes no further request, so that with those of the last one everything fits in a transaction.</summary>
    public const int ManyAnswers = 100;

    private readonly List<FundOutcome> outcomes = [];
    private readonly HashSet<string> debtors = new(StringComparer.Ordinal);

    /// <summary>Where the fund stands after it.</summary>
    public FundState State => outcomes is [.., var last] ? last.State : start;

    public DateTimeOffset Now => now;

    /// <summary>Every settlement, in the order of the numbers.</summary>
    public IEnumerable<FundSettlement> Settlements => outcomes.Select(o => o.Settlement);

    public IEnumerable<CoverageAnswer> Answers => outcomes.SelectMany(o => o.Answers);

    public bool IsFull => outcomes.Count >= MostRequests || outcomes.Sum(o => o.Answers.Count) >= ManyAnswers;

    /// <summary>Whether a request is to be decided with a book of winners.</summary>
    public bool NeedsWinners(CoverageRequest request) => FundDecision.NeedsWinners(State, request, terms, now);

    public void Endow(FundOutcome gift) => outcomes.Add(gift);

    /// <summary>Decides one request.</summary>
    /// <param name="request">Not handled yet.</param>
    /// <param name="winners">Read where it <see cref="NeedsWinners"/>.</param>
    public void Settle(CoverageRequest request, WinnerBook? winners)
    {
        var opposite = request.Kind == CoverageRequestKind.Bankrupt && NeedsWinners(request) ? winners!.Opposite(request) : Winners.None;
        Add(FundDecision.Decide(State, request, opposite, terms, now), winners);
        if (request.Kind == CoverageRequestKind.BadDebt)
        {
            debtors.Add(request.AccountId);
        }
    }

    /// <summary>Has winners share what was advanced for them: once, however many debts there were.</summary>
    public void Share(WinnerBook? winners)
    {
        var advanced = outcomes.Sum(o => o.Advanced);
        if (advanced > 0 && FundDecision.Share(State, advanced, winners!.Profits(debtors), terms, now) is { } shared)
        {
            Add(shared, winners);
        }
    }

    private void Add(FundOutcome outcome, WinnerBook? winners)
    {
        outcomes.Add(outcome);
        winners?.Take(outcome.Settlement);
    }
}
