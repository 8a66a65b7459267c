namespace MarginFunctions.Engine.Cover;

/// <summary>Where a fund stands: the sums of its settlements. The body of its row <c>b</c>.</summary>
/// <param name="Count">How many settlements there were; the last one's number.</param>
/// <param name="Balance">What the fund has, not negative.</param>
/// <param name="Capital">The balance of the venue's capital: negative by what it gave.</param>
/// <param name="Customers">The balance of all customers together. The three balances sum to zero.</param>
/// <param name="Drawn">What the fund has paid for bad debts so far.</param>
/// <param name="SharedByWinners">What winners bore after the fund so far.</param>
/// <param name="BorneByCapital">What the venue's capital bore after the fund so far, less what winners paid it back.</param>
/// <param name="Endowments">Ids of what the capital gave the fund and is booked: <c>initial</c> and top-ups.</param>
/// <param name="SetAside">What is kept for pools that are being closed, one a pool, the one that ends first in front.</param>
/// <param name="Takings">Settlements in which winners gave something lately, in the order of their numbers.</param>
/// <param name="Unshared">What <paramref name="BorneByCapital"/> has of advances that winners have not been asked to pay back yet; not negative.</param>
/// <param name="UnsharedFrom">The number of the first settlement that it is of; without meaning while there is nothing to share.</param>
/// <param name="SharedAt">When winners were last asked; null for never.</param>
public sealed record FundState(
    long Count,
    decimal Balance,
    decimal Capital,
    decimal Customers,
    decimal Drawn,
    decimal SharedByWinners,
    decimal BorneByCapital,
    IReadOnlyList<string> Endowments,
    IReadOnlyList<FundSetAside> SetAside,
    IReadOnlyList<FundTaking> Takings,
    decimal Unshared = 0,
    long UnsharedFrom = 0,
    DateTimeOffset? SharedAt = null)
{
    /// <summary>A fund that was never opened.</summary>
    public static FundState Unopened { get; } = new(0, 0, 0, 0, 0, 0, 0, [], [], []);

    /// <summary>What is not kept for other pools.</summary>
    /// <param name="accountId">The account that asks.</param>
    /// <param name="pool">The pool that asks.</param>
    /// <param name="now">When.</param>
    /// <returns>Not negative.</returns>
    public decimal Available(string accountId, string pool, DateTimeOffset now) =>
        Math.Max(0, Balance - SetAside.Where(s => s.Until > now && (s.AccountId != accountId || s.Pool != pool)).Sum(s => s.Amount));

    /// <summary>The state after movements of money.</summary>
    /// <exception cref="InvalidOperationException">The fund would owe, or the balances would not sum to zero: nothing may be stored.</exception>
    internal FundState Post(IReadOnlyList<FundEntry> entries)
    {
        decimal Change(string account) => entries.Where(e => e.Credit == account).Sum(e => e.Amount) - entries.Where(e => e.Debit == account).Sum(e => e.Amount);
        var customers = entries.Where(e => FundAccounts.CustomerOf(e.Credit) is not null).Sum(e => e.Amount)
            - entries.Where(e => FundAccounts.CustomerOf(e.Debit) is not null).Sum(e => e.Amount);
        var next = this with { Balance = Balance + Change(FundAccounts.Fund), Capital = Capital + Change(FundAccounts.Capital), Customers = Customers + customers };
        return next.Balance >= 0 && next.Balance + next.Capital + next.Customers == 0
            ? next
            : throw new InvalidOperationException(FormattableString.Invariant($"The fund's books do not close: fund {next.Balance}, capital {next.Capital}, customers {next.Customers}."));
    }
}
