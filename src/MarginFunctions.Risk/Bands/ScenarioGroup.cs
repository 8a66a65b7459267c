using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>One underlying's part of <c>f</c> in portfolio mode: its rows, its amounts at today's marks, and bounds of the charges that no single row has.</summary>
internal sealed class ScenarioGroup
{
    private readonly PortfolioMarginModel model;
    private readonly BoxRow[] rows;
    private readonly Expiry[] expiries;

    /// <summary>Gathers an underlying.</summary>
    /// <param name="underlying">Its number.</param>
    /// <param name="rows">Its rows: positions of one expiry together, then holdings.</param>
    /// <param name="expiries">Where expiries begin and end among <paramref name="rows"/>.</param>
    /// <param name="losses">By scenario, the unweighted losses at today's marks.</param>
    /// <param name="moves">What scenarios do to it.</param>
    /// <param name="sums">Its sums at today's marks.</param>
    /// <param name="model">The model.</param>
    public ScenarioGroup(int underlying, BoxRow[] rows, Expiry[] expiries, double[] losses, UnderlyingMoves moves, in UnderlyingSums sums, PortfolioMarginModel model)
    {
        Underlying = underlying;
        this.rows = rows;
        this.expiries = expiries;
        this.model = model;
        Losses = losses;
        Deductions = moves.Deductions;
        Released = sums.Released;
        Sums = sums;
        Charges = new UnderlyingCharges(model.Charges, sums);
        CostMultiple = model.Charges.Liquidity?.MultipleAt(Charges.Cost) ?? 1;
    }

    /// <summary>Its number.</summary>
    public int Underlying { get; }

    /// <summary>Its rows.</summary>
    public IReadOnlyList<BoxRow> Rows => rows;

    /// <summary>By scenario, the unweighted losses at today's marks.</summary>
    public double[] Losses { get; }

    /// <summary>By scenario, what is taken off a loss.</summary>
    public double[] Deductions { get; }

    /// <summary>Haircuts given back at today's marks.</summary>
    public double Released { get; }

    /// <summary>Sums at today's marks.</summary>
    public UnderlyingSums Sums { get; }

    /// <summary>Charges at today's marks.</summary>
    public UnderlyingCharges Charges { get; }

    /// <summary>How far charges that are no sum of lines in prices, times their factors, can be from today's anywhere in the box.</summary>
    public (double Fall, double Rise) RangedCharges { get; private set; }

    /// <summary>What the next of the cost of closing is multiplied by, at today's marks.</summary>
    public double CostMultiple { get; }

    /// <summary>How far the charge of the cost of closing, before its factor, can be above the line of today's multiple.</summary>
    public double CostBend { get; private set; }

    /// <summary>How far the expiry stress, before its factor, can be from today's.</summary>
    public (double Fall, double Rise) Stress { get; private set; }

    /// <summary>Works out what does not depend on the level.</summary>
    public void Prepare(BoxSums sums)
    {
        CostBend = BoundCostBend(sums);
        RangedCharges = BoundRangedCharges(sums.Box);
        Stress = BoundStress(sums);
    }

    /// <summary>The change of one piece's rows over the box.</summary>
    public (double Fall, double Rise) Change(BoxSums sums, in PieceWeights piece) => Change(sums, rows, piece);

    /// <summary>
    /// Basis charges are <c>Σ_e rate·|Δ_e|</c>, a concentration charge rises with <c>|Σ_e Δ_e|</c>, an interest charge is the greatest <c>|Σ_e move·Δ_e|</c>, and twists are of sums of gains: from the ranges of each row's delta and
    /// gain, each by itself.
    /// </summary>
    private (double Fall, double Rise) BoundRangedCharges(MarkBox box)
    {
        var charges = model.Charges;
        if (charges is { Basis: null, Concentration: null, VolatilityTerm: null, Interest: null, Liquidity: null or { IsFloor: true } })
        {
            return default;
        }

        Span<Interval> rates = stackalloc Interval[InterestCharge.MaximumMoves];
        rates.Clear();
        var (basisLeast, basisMost, sum) = (0d, 0d, default(Interval));
        var (low, high) = (default(TwistSums), default(TwistSums));
        foreach (ref readonly var expiry in expiries.AsSpan())
        {
            var (delta, gain) = (default(Interval), default(Interval));
            foreach (var row in rows.AsSpan(expiry.First, expiry.Count))
            {
                delta += row.DeltaRange(box);
                gain += row.VolatilityGainRange(box);
            }

            basisLeast += expiry.BasisRate * delta.LeastMagnitude;
            basisMost += expiry.BasisRate * delta.MostMagnitude;
            sum += delta;
            for (var k = 0; k < expiry.ForwardMoves.Length; k++)
            {
                rates[k] += expiry.ForwardMoves[k] * delta;
            }

            low.Add(gain.Least);
            high.Add(gain.Most);
        }

        var (interestLeast, interestMost) = (0d, 0d);
        foreach (var rate in rates)
        {
            interestLeast = Math.Max(interestLeast, rate.LeastMagnitude);
            interestMost = Math.Max(interestMost, rate.MostMagnitude);
        }

        var range = default(ChargeRange);
        range.Add(charges.Basis?.Factors, basisLeast, basisMost, Charges.Basis);
        range.Add(charges.Concentration?.Factors, charges.Concentration?.Amount(sum.LeastMagnitude) ?? 0, charges.Concentration?.Amount(sum.MostMagnitude) ?? 0, Charges.Concentration);
        range.Add(charges.VolatilityTerm?.Factors, VolatilityTermCharge.Amount(low.Gain, high.Loss), VolatilityTermCharge.Amount(high.Gain, low.Loss), Charges.VolatilityTerm);
        range.Add(charges.Interest?.Factors, interestLeast, interestMost, Charges.Interest);
        if (charges.Liquidity is { IsFloor: false } liquidity)
        {
            range.Add(liquidity.Factors, 0, CostBend, 0);
        }

        return range.Change;
    }

    /// <summary>Multiples of tiers never fall, so the charge lies above every tier's line, and farthest at an end of the cost's range.</summary>
    private double BoundCostBend(BoxSums sums)
    {
        if (model.Charges.Liquidity is not { Tiers.Count: > 1 } liquidity)
        {
            return 0;
        }

        // A piece takes charges off.
        var (fall, rise) = Change(sums, rows, new PieceWeights(Column: 0, Equity: 0, Futures: (double)liquidity.FuturesRate, Options: (double)liquidity.OptionsRate));
        return Math.Max(Above(Math.Max(0, Charges.Cost - rise)), Above(Charges.Cost - fall));

        double Above(double cost) => Math.Max(0, liquidity.Amount(cost) - Charges.Liquidity - CostMultiple * (cost - Charges.Cost));
    }

    /// <summary>The stress of an expiry is <c>max(0, ℓ_up, ℓ_down)</c> of its options, each loss a sum like any piece.</summary>
    private (double Fall, double Rise) BoundStress(BoxSums sums)
    {
        if (model.Charges.ExpiryStress is null)
        {
            return default;
        }

        var (least, most) = (0d, 0d);
        foreach (ref readonly var expiry in expiries.AsSpan())
        {
            if (expiry.Options == 0)
            {
                continue;
            }

            // A loss is −1 times what a piece has of it.
            var options = rows.AsSpan(expiry.First + expiry.Count - expiry.Options, expiry.Options);
            var up = Change(sums, options, new PieceWeights(model.StressUp + 1, Equity: 0, Loss: -1));
            var down = Change(sums, options, new PieceWeights(model.StressDown + 1, Equity: 0, Loss: -1));
            least += expiry.StressMultiple * Math.Max(0, Math.Max(expiry.LossUp + up.Fall, expiry.LossDown + down.Fall));
            most += expiry.StressMultiple * Math.Max(0, Math.Max(expiry.LossUp + up.Rise, expiry.LossDown + down.Rise));
        }

        return (Math.Min(0, least - Sums.Stress), Math.Max(0, most - Sums.Stress));
    }

    private static (double Fall, double Rise) Change(BoxSums sums, ReadOnlySpan<BoxRow> rows, in PieceWeights piece)
    {
        sums.Clear();
        foreach (var row in rows)
        {
            row.AddTo(sums, piece);
        }

        return sums.Total();
    }

    /// <summary>The positions of one expiry among the rows, options last, and what charges make of them.</summary>
    /// <param name="First">Its first row.</param>
    /// <param name="Count">Its rows.</param>
    /// <param name="Options">The last of them that are options.</param>
    /// <param name="BasisRate">Of its delta.</param>
    /// <param name="ForwardMoves">Relative moves of its forwards by rate move.</param>
    /// <param name="StressMultiple">Of its stress.</param>
    /// <param name="LossUp">Its options' unweighted loss in the stress's scenario upwards, today.</param>
    /// <param name="LossDown">And downwards.</param>
    internal readonly record struct Expiry(int First, int Count, int Options, double BasisRate, double[] ForwardMoves, double StressMultiple, double LossUp, double LossDown);
}
