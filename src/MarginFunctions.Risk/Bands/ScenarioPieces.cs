using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>The pieces that one underlying's part of <c>equity·E − level·MM</c> is the minimum of, one for each way in which its requirement may come about.</summary>
/// <remarks>
/// <para>With <c>φ</c> the model's maintenance factor, <c>C</c> the added charges times theirs, <c>ℓ_j</c> the loss that counts in scenario <c>j</c> and <c>D</c> depeg charges, which belong to every piece:</para>
/// <code>
/// scenario j   equity·E − level·(φ·ℓ_j + C + D)          stress   equity·E − level·(φ·stress + C + D)
/// no loss      equity·E − level·(C + D)                  floors   equity·E − level·(floor + D), one for each floor
/// </code>
/// <para>
/// A loss that counts is <c>w·L</c> moved towards 0 by a dampener, less haircuts given back. Moving towards 0 has a slope between 0 and 1, so over the box a piece lies between the one that counts the change of <c>w·L</c> in
/// full and the one that does not count it; where the range of <c>w·L</c> shows which of the two it is, that one alone. In joint scenarios a gain counts in part, <c>max(ℓ, offset·ℓ)</c>: two pieces.
/// </para>
/// </remarks>
internal sealed class ScenarioPieces
{
    private readonly PortfolioMarginModel model;
    private readonly ScenarioGroup group;
    private readonly (bool InFull, bool NotAtAll)[] counting;
    private readonly double gainOffset;

    public ScenarioPieces(PortfolioMarginModel model, ScenarioGroup group)
    {
        this.model = model;
        this.group = group;
        counting = new (bool, bool)[model.Scenarios.Count];
        gainOffset = model.Combination.IsJoint ? (double)model.Combination.GainOffset : 1;
    }

    /// <summary>How many there are: the scenarios, then no loss, the stress, and the floors together.</summary>
    public static int CountOf(PortfolioMarginModel model) => model.Scenarios.Count + 3;

    /// <summary>The underlying.</summary>
    public ScenarioGroup Group => group;

    /// <summary>Works out what does not depend on the level.</summary>
    public void Prepare(BoxSums sums)
    {
        group.Prepare(sums);
        for (var j = 0; j < counting.Length; j++)
        {
            counting[j] = (true, false);
            if (group.Deductions[j] > 0)
            {
                var loss = model.Weights[j] * group.Losses[j];
                var (fall, rise) = group.Change(sums, new PieceWeights(j + 1, Equity: 0, Loss: -model.Weights[j]));
                var isInside = loss + fall >= -group.Deductions[j] && loss + rise <= group.Deductions[j];
                var isOutside = loss + fall > group.Deductions[j] || loss + rise < -group.Deductions[j];
                counting[j] = (!isInside, !isOutside);
            }
        }
    }

    /// <summary>A piece's value today: a part of the pool's that has no equity, which only its change needs. Infinite for a piece that the model does not have.</summary>
    /// <param name="piece">Its number.</param>
    /// <param name="level">The multiple of maintenance margin.</param>
    public double Today(int piece, double level)
    {
        var factor = level * (double)model.Factors.Maintenance;
        var added = -level * group.Charges.AddedMaintenance;
        var (charges, scenarios) = (model.Charges, counting.Length);
        if (piece < scenarios)
        {
            var loss = CountedLoss(piece);
            return added - factor * Math.Max(loss, gainOffset * loss);
        }

        return (piece - scenarios) switch
        {
            0 => added,
            1 => charges.ExpiryStress is null ? double.PositiveInfinity : added - factor * group.Sums.Stress,
            _ => charges.ShortOptions is { IsFloor: true } || charges.Liquidity is { IsFloor: true } ? -level * group.Charges.FloorMaintenance : double.PositiveInfinity,
        };
    }

    /// <summary>A piece over the box.</summary>
    /// <param name="piece">Its number; the model has it.</param>
    /// <param name="sums">To add up in.</param>
    /// <param name="equity">Weight of equity.</param>
    /// <param name="level">The multiple of maintenance margin.</param>
    public PieceMinimum Bound(int piece, BoxSums sums, double equity, double level)
    {
        var result = new PieceMinimum();
        var scenarios = counting.Length;
        if (piece == scenarios + 2)
        {
            AddFloors(ref result, sums, equity, level);
            return result;
        }

        var factor = level * (double)model.Factors.Maintenance;
        var added = new AddedCharges(model.Charges, level, group.CostMultiple);
        var today = -level * group.Charges.AddedMaintenance;
        if (piece < scenarios)
        {
            var loss = CountedLoss(piece);
            AddScenario(ref result, sums, piece, equity, factor, today - factor * loss, added);
            if (gainOffset != 1)
            {
                AddScenario(ref result, sums, piece, equity, factor * gainOffset, today - factor * gainOffset * loss, added);
            }

            return result;
        }

        var (fall, rise) = group.Change(sums, added.Into(new PieceWeights(Column: 0, equity, Depegs: level)));
        (fall, rise) = (fall - level * group.RangedCharges.Rise, rise - level * group.RangedCharges.Fall);
        if (piece == scenarios)
        {
            result.Add(today, fall, rise);
        }
        else
        {
            result.Add(today - factor * group.Sums.Stress, fall - factor * group.Stress.Rise, rise - factor * group.Stress.Fall);
        }

        return result;
    }

    private double CountedLoss(int scenario) => ScenarioLosses.Counted(model.Weights[scenario] * group.Losses[scenario], group.Deductions[scenario]) - group.Released;

    private void AddScenario(ref PieceMinimum piece, BoxSums sums, int scenario, double equity, double factor, double today, in AddedCharges added)
    {
        var (fall, rise) = (double.PositiveInfinity, double.NegativeInfinity);
        var level = added.Level;
        if (counting[scenario].InFull)
        {
            (fall, rise) = ChangeWith(factor * model.Weights[scenario], added);
        }

        if (counting[scenario].NotAtAll)
        {
            var without = ChangeWith(0, added);
            (fall, rise) = (Math.Min(fall, without.Fall), Math.Max(rise, without.Rise));
        }

        piece.Add(today, fall - level * group.RangedCharges.Rise, rise - level * group.RangedCharges.Fall);

        (double Fall, double Rise) ChangeWith(double loss, in AddedCharges charges) =>
            group.Change(sums, charges.Into(new PieceWeights(scenario + 1, equity, loss, Released: factor, Depegs: charges.Level)));
    }

    private void AddFloors(ref PieceMinimum floors, BoxSums sums, double equity, double level)
    {
        if (model.Charges.ShortOptions is { IsFloor: true } shorts)
        {
            var factor = level * (double)shorts.Factors.Maintenance;
            var (fall, rise) = group.Change(sums, new PieceWeights(Column: 0, equity, ShortOptions: factor * (double)shorts.Rate, Depegs: level));
            floors.Add(-factor * group.Charges.ShortOptions, fall, rise);
        }

        if (model.Charges.Liquidity is { IsFloor: true } liquidity)
        {
            var factor = level * (double)liquidity.Factors.Maintenance;
            var line = factor * group.CostMultiple;
            var (fall, rise) = group.Change(sums, new PieceWeights(Column: 0, equity, Futures: line * (double)liquidity.FuturesRate, Options: line * (double)liquidity.OptionsRate, Depegs: level));
            floors.Add(-factor * group.Charges.Liquidity, fall - factor * group.CostBend, rise);
        }
    }

    /// <summary>The charges that are added and that are straight lines in prices.</summary>
    private readonly struct AddedCharges
    {
        private readonly double shortOptions;
        private readonly double futures;
        private readonly double options;

        public AddedCharges(PortfolioCharges charges, double level, double costMultiple)
        {
            Level = level;
            shortOptions = charges.ShortOptions is { IsFloor: false } shorts ? level * (double)(shorts.Rate * shorts.Factors.Maintenance) : 0;
            futures = charges.Liquidity is { IsFloor: false } first ? level * costMultiple * (double)(first.FuturesRate * first.Factors.Maintenance) : 0;
            options = charges.Liquidity is { IsFloor: false } second ? level * costMultiple * (double)(second.OptionsRate * second.Factors.Maintenance) : 0;
        }

        public double Level { get; }

        public PieceWeights Into(in PieceWeights piece) => piece with { ShortOptions = shortOptions, Futures = futures, Options = options };
    }
}
