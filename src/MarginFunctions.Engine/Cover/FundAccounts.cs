namespace MarginFunctions.Engine.Cover;

/// <summary>The names of the accounts in a fund's ledger.</summary>
public static class FundAccounts
{
    /// <summary>The insurance fund. Its balance is never negative.</summary>
    public const string Fund = "fund";

    /// <summary>The venue's own capital: what it gave the fund, and what it bore after it, less what winners paid back of that. Its balance is what it has received less what it has given, so it is negative as a rule.</summary>
    public const string Capital = "capital";

    private const string CustomerPrefix = "account/";

    /// <summary>A customer.</summary>
    public static string Of(string accountId) => CustomerPrefix + accountId;

    /// <summary>The customer of a ledger account; null for the fund and the venue.</summary>
    public static string? CustomerOf(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.StartsWith(CustomerPrefix, StringComparison.Ordinal) ? account[CustomerPrefix.Length..] : null;
    }
}
