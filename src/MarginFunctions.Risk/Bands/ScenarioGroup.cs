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

    /// <summary>How far basis and concentration charges, times their factors, can be from today's anywhere in the box.</summary>
    public (double Fall, double Rise) DeltaCharges { get; private set; }

    /// <summary>How far the expiry stress, before its factor, can be from today's.</summary>
    public (double Fall, double Rise) Stress { get; private set; }

    /// <summary>Works out what does not depend on the level.</summary>
    public void Prepare(BoxSums sums)
    {
        DeltaCharges = BoundDeltaCharges(sums.Box);
        Stress = BoundStress(sums);
    }

    /// <summary>The change of one piece's rows over the box.</summary>
    public (double Fall, double Rise) Change(BoxSums sums, in PieceWeights piece) => Change(sums, rows, piece);

    /// <summary>Basis charges are <c>Σ_e rate·|Δ_e|</c> and a concentration charge rises with <c>|Σ_e Δ_e|</c>: from the ranges of the deltas, each by itself.</summary>
    private (double Fall, double Rise) BoundDeltaCharges(MarkBox box)
    {
        var charges = model.Charges;
        if (charges.Basis is null && charges.Concentration is null)
        {
            return default;
        }

        var (basisLeast, basisMost, least, most) = (0d, 0d, 0d, 0d);
        foreach (ref readonly var expiry in expiries.AsSpan())
        {
            var (expiryLeast, expiryMost) = (0d, 0d);
            foreach (var row in rows.AsSpan(expiry.First, expiry.Count))
            {
                var (rowLeast, rowMost) = row.DeltaRange(box);
                expiryLeast += rowLeast;
                expiryMost += rowMost;
            }

            basisLeast += expiry.BasisRate * LeastMagnitude(expiryLeast, expiryMost);
            basisMost += expiry.BasisRate * Math.Max(Math.Abs(expiryLeast), Math.Abs(expiryMost));
            least += expiryLeast;
            most += expiryMost;
        }

        var basisFactor = (double)(charges.Basis?.Factors.Maintenance ?? 0);
        var concentrationFactor = (double)(charges.Concentration?.Factors.Maintenance ?? 0);
        var today = basisFactor * Charges.Basis + concentrationFactor * Charges.Concentration;
        return (
            Math.Min(0, basisFactor * basisLeast + concentrationFactor * (charges.Concentration?.Amount(LeastMagnitude(least, most)) ?? 0) - today),
            Math.Max(0, basisFactor * basisMost + concentrationFactor * (charges.Concentration?.Amount(Math.Max(Math.Abs(least), Math.Abs(most))) ?? 0) - today));
    }

    private static double LeastMagnitude(double least, double most) => least <= 0 && most >= 0 ? 0 : Math.Min(Math.Abs(least), Math.Abs(most));

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
    /// <param name="StressMultiple">Of its stress.</param>
    /// <param name="LossUp">Its options' unweighted loss in the stress's scenario upwards, today.</param>
    /// <param name="LossDown">And downwards.</param>
    internal readonly record struct Expiry(int First, int Count, int Options, double BasisRate, double StressMultiple, double LossUp, double LossDown);
}
