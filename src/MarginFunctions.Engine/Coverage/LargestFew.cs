namespace MarginFunctions.Engine.Coverage;

/// <summary>The accounts with the largest amounts of all that were added, the first by id among equals, whatever the order in which they came.</summary>
/// <param name="most">How many are kept.</param>
internal sealed class LargestFew(int most)
{
    private readonly List<(string AccountId, decimal Amount)> kept = new(most + 1);

    /// <summary>They, the largest first.</summary>
    public IReadOnlyList<(string AccountId, decimal Amount)> Kept => kept;

    /// <summary>Considers an account.</summary>
    public void Add(string accountId, decimal amount)
    {
        var place = kept.Count;
        while (place > 0 && IsLarger(accountId, amount, kept[place - 1]))
        {
            place--;
        }

        if (place == most)
        {
            return;
        }

        kept.Insert(place, (accountId, amount));
        if (kept.Count > most)
        {
            kept.RemoveAt(most);
        }
    }

    private static bool IsLarger(string accountId, decimal amount, (string AccountId, decimal Amount) other) =>
        amount != other.Amount ? amount > other.Amount : string.CompareOrdinal(accountId, other.AccountId) < 0;
}
