namespace MarginFunctions.Local.Venue;

/// <summary>Everyone that accounts have money from or give it to, each with what it has received less what it has given, by asset.</summary>
/// <remarks>With what the accounts have, the sum of each asset is what it was at the start: <see cref="SimulatedBroker.Totals"/>.</remarks>
internal sealed class Counterparties
{
    /// <summary>Who trades against liquidation orders.</summary>
    public const string Market = "market";

    /// <summary>Customers' money outside, where deposits come from.</summary>
    public const string Outside = "outside";

    /// <summary>Who lends.</summary>
    public const string Lender = "lender";

    /// <summary>Who keeps liquidation fees and pays bad debts: the insurance fund, the venue, and winners by way of both.</summary>
    public const string Clearing = "clearing";

    private readonly SortedDictionary<(string Party, string Asset), decimal> balances = new(
        Comparer<(string Party, string Asset)>.Create((a, b) => string.CompareOrdinal(a.Party, b.Party) is var order and not 0 ? order : string.CompareOrdinal(a.Asset, b.Asset)));

    public IReadOnlyDictionary<(string Party, string Asset), decimal> Balances => balances;

    public decimal Balance(string party, string asset) => balances.GetValueOrDefault((party, asset));

    /// <summary>What a party receives; negative for what it gives.</summary>
    public void Add(string party, string asset, decimal amount) => balances[(party, asset)] = Balance(party, asset) + amount;
}
