namespace MarginFunctions.Engine.Cover;

/// <summary>What one transaction of a fund decides: requests in their order, and then what winners share where that is due. No I/O.</summary>
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
    private WinnerBook? winners;

    /// <summary>Where the fund stands after it.</summary>
    public FundState State => outcomes is [.., var last] ? last.State : start;

    public DateTimeOffset Now => now;

    /// <summary>Every settlement, in the order of the numbers.</summary>
    public IEnumerable<FundSettlement> Settlements => outcomes.Select(o => o.Settlement);

    public IEnumerable<CoverageAnswer> Answers => outcomes.SelectMany(o => o.Answers);

    public bool IsFull => outcomes.Count >= MostRequests || outcomes.Sum(o => o.Answers.Count) >= ManyAnswers;

    /// <summary>Whether winners are to share what has been gathered, for which their book must be read.</summary>
    public bool IsSharingDue => FundDecision.IsSharingDue(State, terms, now);

    public void Endow(FundOutcome gift) => outcomes.Add(gift);

    /// <summary>Whether a request is to be decided with a book of winners that has not been read yet.</summary>
    public bool LacksWinners(CoverageRequest request) => winners is null && FundDecision.NeedsWinners(State, request, terms, now);

    /// <summary>Goes by a book of winners from here on.</summary>
    /// <param name="book">As of where the fund stood at the start.</param>
    public void Use(WinnerBook book)
    {
        winners = book;
        outcomes.ForEach(outcome => book.Take(outcome.Settlement));
    }

    /// <summary>Decides one request that is not handled yet.</summary>
    public void Settle(CoverageRequest request) =>
        Add(FundDecision.Decide(State, request, FundDecision.NeedsWinners(State, request, terms, now) ? winners!.Opposite(request) : Winners.None, terms, now));

    /// <summary>Has winners share what has been gathered: once, however many debts it is of.</summary>
    public void Share() => Add(FundDecision.Share(State, winners!.Profits(), terms, now));

    private void Add(FundOutcome outcome)
    {
        outcomes.Add(outcome);
        winners?.Take(outcome.Settlement);
    }
}
