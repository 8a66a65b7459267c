namespace MarginFunctions.Risk.Collateral;

/// <summary>What one asset counts for as collateral: marginal haircuts by value, up to the venue's cap.</summary>
/// <remarks>
/// The value <c>v = quantity·price</c> is cut bracket by bracket, as income tax is: <c>Σ_n (min(v, floor_{n+1}) − floor_n)⁺·(1 − haircut_n)</c>, at most the cap. A debit balance
/// (negative quantity) is owed in full: no haircut makes a debt smaller and no cap limits it.
/// </remarks>
public sealed class CollateralAsset
{
    private readonly Bracket[] brackets;
    private readonly decimal[] kinks;

    /// <summary>Builds the schedule.</summary>
    /// <param name="asset">The asset's name, for example <c>BTC</c>.</param>
    /// <param name="priceSymbol">The mark that prices one unit in account currency; null for the account currency itself, whose price is 1.</param>
    /// <param name="haircuts">At least one tier; floors start at 0 and rise strictly; haircuts are in [0, 1] and never fall.</param>
    /// <param name="venueCap">The most that the asset counts for in one account, in account currency, not negative; null for no cap.</param>
    /// <exception cref="ArgumentException">A rule above is broken; the message names the tier and the value.</exception>
    public CollateralAsset(string asset, string? priceSymbol, IReadOnlyList<HaircutTier> haircuts, decimal? venueCap)
    {
        ArgumentException.ThrowIfNullOrEmpty(asset);
        ArgumentNullException.ThrowIfNull(haircuts);
        if (haircuts.Count == 0)
        {
            throw new ArgumentException($"{asset} needs at least one haircut tier.", nameof(haircuts));
        }

        if (venueCap < 0)
        {
            throw new ArgumentException($"{asset} has venue cap {venueCap}; a cap is not negative.", nameof(venueCap));
        }

        brackets = new Bracket[haircuts.Count];
        var counted = 0m;
        for (var n = 0; n < haircuts.Count; n++)
        {
            Check(asset, haircuts, n);
            if (n > 0)
            {
                counted += (haircuts[n].Floor - haircuts[n - 1].Floor) * (1 - haircuts[n - 1].Haircut);
            }

            brackets[n] = new Bracket(haircuts[n].Floor, 1 - haircuts[n].Haircut, counted);
        }

        Asset = asset;
        PriceSymbol = priceSymbol;
        Haircuts = [.. haircuts];
        VenueCap = venueCap;
        kinks = [.. KinksOf(brackets, venueCap)];
    }

    /// <summary>The asset's name.</summary>
    public string Asset { get; }

    /// <summary>The mark that prices it; null for the account currency.</summary>
    public string? PriceSymbol { get; }

    /// <summary>The schedule as given, lowest floor first.</summary>
    public IReadOnlyList<HaircutTier> Haircuts { get; }

    /// <summary>The most it counts for in one account, in account currency; null for no cap.</summary>
    public decimal? VenueCap { get; }

    /// <summary>The market values above 0 at which the counted value changes slope, ascending.</summary>
    internal ReadOnlySpan<decimal> Kinks => kinks;

    /// <summary>What a holding of this market value counts for, unrounded, in account currency.</summary>
    /// <param name="marketValue">Quantity times price, in account currency; negative for a debit balance.</param>
    public decimal CountedValue(decimal marketValue)
    {
        if (marketValue <= 0)
        {
            return marketValue;
        }

        var counted = CountedUncapped(marketValue);
        return VenueCap is { } cap ? Math.Min(counted, cap) : counted;
    }

    /// <summary>What part of a holding the venue's cap lets count, from 0 to 1; 1 where it does not bind and for a debit balance.</summary>
    /// <param name="marketValue">Quantity times price, in account currency.</param>
    internal decimal CountedShare(decimal marketValue)
    {
        if (VenueCap is not { } cap || marketValue <= 0)
        {
            return 1;
        }

        var uncapped = CountedUncapped(marketValue);
        return uncapped > cap ? cap / uncapped : 1;
    }

    /// <summary>What one more unit of market value adds to the counted value: to the right, where the slope changes.</summary>
    /// <param name="marketValue">Quantity times price, in account currency.</param>
    internal decimal CountedSlope(decimal marketValue)
    {
        if (marketValue <= 0)
        {
            return 1;
        }

        var (counted, weight) = Uncapped(marketValue);
        return counted >= VenueCap ? 0 : weight;
    }

    /// <summary>What a positive market value would count for without the cap, and the weight of the bracket it ends in.</summary>
    internal (decimal Counted, decimal Weight) Uncapped(decimal marketValue)
    {
        var n = brackets.Length - 1;
        while (marketValue < brackets[n].Floor)
        {
            n--;
        }

        return (brackets[n].CountedBelow + (marketValue - brackets[n].Floor) * brackets[n].Weight, brackets[n].Weight);
    }

    private decimal CountedUncapped(decimal marketValue) => Uncapped(marketValue).Counted;

    private static IEnumerable<decimal> KinksOf(Bracket[] brackets, decimal? cap)
    {
        for (var n = 0; n < brackets.Length; n++)
        {
            var bracket = brackets[n];
            if (bracket.Floor > 0)
            {
                yield return bracket.Floor;
            }

            // The cap binds inside this bracket: from there on the asset counts no more.
            var next = n + 1 < brackets.Length ? brackets[n + 1].CountedBelow : decimal.MaxValue;
            if (cap > bracket.CountedBelow && cap < next && bracket.Weight > 0)
            {
                yield return bracket.Floor + (cap.Value - bracket.CountedBelow) / bracket.Weight;
            }
        }
    }

    private static void Check(string asset, IReadOnlyList<HaircutTier> haircuts, int n)
    {
        var tier = haircuts[n];
        if (n == 0 ? tier.Floor != 0 : tier.Floor <= haircuts[n - 1].Floor)
        {
            throw new ArgumentException(
                n == 0 ? $"{asset} haircut tier 0 starts at {tier.Floor}; the first floor is 0." : $"{asset} haircut tier {n} starts at {tier.Floor}, not above tier {n - 1}.",
                nameof(haircuts));
        }

        if (tier.Haircut is < 0 or > 1)
        {
            throw new ArgumentException($"{asset} haircut tier {n} is {tier.Haircut}; a haircut is a fraction from 0 to 1.", nameof(haircuts));
        }

        if (n > 0 && tier.Haircut < haircuts[n - 1].Haircut)
        {
            throw new ArgumentException($"{asset} haircut tier {n} is {tier.Haircut}, below tier {n - 1}; haircuts never fall with size.", nameof(haircuts));
        }
    }

    private readonly record struct Bracket(decimal Floor, decimal Weight, decimal CountedBelow);
}
