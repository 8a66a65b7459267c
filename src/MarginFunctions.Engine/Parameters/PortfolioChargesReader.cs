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
        return PortfolioMarginReader.Make(item, () => new LiquidityCharge(futures, options, isFloor, own!));
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
