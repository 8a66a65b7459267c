namespace MarginFunctions.Risk.Scenarios;

/// <summary>
/// The cost of closing what is held: <c>C = futures·Σ |q·m|·S + options·Σ |q·m|·F</c> over the contracts of one underlying, long and short alike, since both have to be traded away. What lies of it in a tier counts as often as
/// the tier says: <c>Σ_n multiple_n·(min(C, floor_{n+1}) − floor_n)⁺</c>.
/// </summary>
/// <remarks>
/// Continuous, and never less for more. Sources: OKX's MR7, a floor (position builder's example, see <see cref="BasisCharge"/>: 43.67206660410001/9,704.9036898 = 0.0045), whose tiers are of each increment
/// ("OKEx adjusts scaling-factor logic in Portfolio Margin mode", in force from 2021-12-24, seen 2026-11-26: 30,000 counts 10,000 + 20,000·2); Derive's perp contingency, an addition (PMRM, see <see cref="ExpiryStress"/>).
/// </remarks>
public sealed record LiquidityCharge
{
    private static readonly LiquidityTier[] Once = [new(0, 1)];

    private readonly double[] floors;
    private readonly double[] multiples;

    /// <summary>A charge.</summary>
    /// <param name="futuresRate">Of the size of futures and perpetuals, 0 to 1.</param>
    /// <param name="optionsRate">Of the forward, for each unit of the underlying under options; 0 to 1.</param>
    /// <param name="isFloor">Whether the underlying's requirement is at least this, instead of growing by it.</param>
    /// <param name="factors">What it counts for.</param>
    /// <param name="tiers">Floors from 0 rise, multiples never fall; the whole cost counts once when null.</param>
    /// <exception cref="ArgumentException">A rate is out of its range or a tier breaks its rule; the message has the value.</exception>
    public LiquidityCharge(decimal futuresRate, decimal optionsRate, bool isFloor, MarginFactors factors, IReadOnlyList<LiquidityTier>? tiers = null)
    {
        ModelChecks.Within(futuresRate, 0, 1, "The liquidity charge's rate of futures", nameof(futuresRate));
        ModelChecks.Within(optionsRate, 0, 1, "The liquidity charge's rate of options", nameof(optionsRate));
        ArgumentNullException.ThrowIfNull(factors);
        FuturesRate = futuresRate;
        OptionsRate = optionsRate;
        IsFloor = isFloor;
        Factors = factors;
        Tiers = [.. tiers ?? Once];
        RequireTiers(Tiers);
        floors = [.. Tiers.Select(t => (double)t.Floor)];
        multiples = [.. Tiers.Select(t => (double)t.Multiple)];
    }

    /// <summary>Of the size of futures and perpetuals.</summary>
    public decimal FuturesRate { get; }

    /// <summary>Of the forward, for each unit under options.</summary>
    public decimal OptionsRate { get; }

    /// <summary>Whether it is a floor and not an addition.</summary>
    public bool IsFloor { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }

    /// <summary>Lowest first.</summary>
    public IReadOnlyList<LiquidityTier> Tiers { get; }

    /// <summary>The cost before tiers, in account currency.</summary>
    /// <param name="futures">Size of futures and perpetuals.</param>
    /// <param name="options">Forward value under options.</param>
    public double Cost(double futures, double options) => (double)FuturesRate * futures + (double)OptionsRate * options;

    /// <summary>The charge of a cost, in account currency.</summary>
    public double Amount(double cost)
    {
        var amount = 0d;
        for (var n = 0; n < floors.Length && cost > floors[n]; n++)
        {
            amount += multiples[n] * (Math.Min(cost, n + 1 < floors.Length ? floors[n + 1] : cost) - floors[n]);
        }

        return amount;
    }

    /// <summary>What the next of a cost is multiplied by.</summary>
    internal double MultipleAt(double cost)
    {
        var n = 1;
        while (n < floors.Length && cost >= floors[n])
        {
            n++;
        }

        return multiples[n - 1];
    }

    private static void RequireTiers(IReadOnlyList<LiquidityTier> tiers)
    {
        if (tiers.Count == 0 || tiers[0].Floor != 0)
        {
            throw new ArgumentException(
                tiers.Count == 0 ? "The liquidity charge has no tiers; it has at least one." : FormattableString.Invariant($"The liquidity charge's first tier starts at {tiers[0].Floor}; it starts at 0."), nameof(tiers));
        }

        for (var n = 1; n < tiers.Count; n++)
        {
            if (tiers[n].Floor <= tiers[n - 1].Floor || tiers[n].Multiple < tiers[n - 1].Multiple)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The liquidity charge's tier {n} starts at {tiers[n].Floor} with a multiple of {tiers[n].Multiple} after {tiers[n - 1].Floor} with {tiers[n - 1].Multiple}; floors rise and multiples never fall."),
                    nameof(tiers));
            }
        }
    }
}
