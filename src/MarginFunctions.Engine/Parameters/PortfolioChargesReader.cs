using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads the charges of a portfolio-margin model. A charge without factors of its own has the model's.</summary>
internal static class PortfolioChargesReader
{
    public static PortfolioCharges Read(StrictObject item, MarginFactors? factors) => new(
        item.Object("basis", c => ReadBasis(c, factors), required: false),
        item.Object("expiryStress", ReadExpiryStress, required: false),
        item.Object("shortOptions", c => ReadShortOptions(c, factors), required: false),
        item.Object("concentration", c => ReadConcentration(c, factors), required: false),
        item.Object("liquidity", c => ReadLiquidity(c, factors), required: false),
        item.Object("volatilityTermStructure", c => ReadVolatilityTerm(c, factors), required: false),
        item.Object("interest", c => ReadInterest(c, factors), required: false),
        item.Array("depegs", c => ReadDepeg(c, factors), required: false));

    private static BasisCharge? ReadBasis(StrictObject item, MarginFactors? factors)
    {
        var (annual, floor) = (item.Decimal("annualRate"), item.Decimal("floorRate"));
        var own = Factors(item, factors);
        return PortfolioMarginReader.Make(item, () => new BasisCharge(annual, floor, own!));
    }

    private static ExpiryStress? ReadExpiryStress(StrictObject item)
    {
        var (up, down) = (item.Text("up"), item.Text("down"));
        var (constant, annual) = (item.Decimal("constant"), item.Decimal("annual"));
        return PortfolioMarginReader.Make(item, () => new ExpiryStress(up, down, constant, annual));
    }

    private static ShortOptionCharge? ReadShortOptions(StrictObject item, MarginFactors? factors)
    {
        var rate = item.Decimal("rate");
        var isFloor = item.OptionalBoolean("isFloor", otherwise: false);
        var own = Factors(item, factors);
        return PortfolioMarginReader.Make(item, () => new ShortOptionCharge(rate, isFloor, own!));
    }

    private static ConcentrationCharge? ReadConcentration(StrictObject item, MarginFactors? factors)
    {
        var (threshold, slope, most) = (item.Decimal("threshold"), item.Decimal("slope"), item.Decimal("maximumRate"));
        var own = Factors(item, factors);
        return PortfolioMarginReader.Make(item, () => new ConcentrationCharge(threshold, slope, most, own!));
    }

    private static LiquidityCharge? ReadLiquidity(StrictObject item, MarginFactors? factors)
    {
        var (futures, options) = (item.Decimal("futuresRate"), item.Decimal("optionsRate"));
        var isFloor = item.OptionalBoolean("isFloor", otherwise: false);
        var own = Factors(item, factors);
        var tiers = item.Has("tiers") ? item.Array("tiers", ReadTier, required: true) : null;
        return PortfolioMarginReader.Make(item, () => new LiquidityCharge(futures, options, isFloor, own!, tiers));
    }

    private static LiquidityTier? ReadTier(StrictObject item)
    {
        var (floor, multiple) = (item.Decimal("floor"), item.Decimal("multiple"));
        return PortfolioMarginReader.Make(item, () => new LiquidityTier(floor, multiple));
    }

    private static VolatilityTermCharge? ReadVolatilityTerm(StrictObject item, MarginFactors? factors)
    {
        var move = item.Decimal("move");
        var own = Factors(item, factors);
        return PortfolioMarginReader.Make(item, () => new VolatilityTermCharge(move, own!));
    }

    private static InterestCharge? ReadInterest(StrictObject item, MarginFactors? factors)
    {
        var moves = item.Array("moves", ReadRateMove, required: true);
        var own = Factors(item, factors);
        return PortfolioMarginReader.Make(item, () => new InterestCharge(moves, own!));
    }

    private static RateMove? ReadRateMove(StrictObject item)
    {
        var name = item.Text("name");
        var points = item.Array("points", ReadRatePoint, required: true);
        return PortfolioMarginReader.Make(item, () => new RateMove(name, points));
    }

    private static RatePoint? ReadRatePoint(StrictObject item)
    {
        var (days, rate) = (item.Decimal("days"), item.Decimal("rate"));
        return PortfolioMarginReader.Make(item, () => new RatePoint(days, rate));
    }

    private static DepegCharge? ReadDepeg(StrictObject item, MarginFactors? factors)
    {
        var asset = item.Text("asset");
        var move = item.Decimal("move");
        var own = Factors(item, factors);
        return PortfolioMarginReader.Make(item, () => new DepegCharge(asset, move, own!));
    }

    private static MarginFactors? Factors(StrictObject item, MarginFactors? factors) => item.Object("factors", PortfolioMarginReader.ReadFactors, required: false) ?? factors;
}
