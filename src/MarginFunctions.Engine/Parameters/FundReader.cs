using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Cover;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads the section <c>fund</c> of risk parameters.</summary>
internal static class FundReader
{
    private static readonly Dictionary<string, LossAllocation> Allocations = new(StringComparer.Ordinal)
    {
        ["deleveraging"] = LossAllocation.Deleveraging,
        ["mutualisation"] = LossAllocation.Mutualisation,
    };

    public static FundPolicy? Read(StrictObject item)
    {
        var initial = item.Decimal("initial");
        var allocation = item.Choice("lossAllocation", Allocations, LossAllocation.Deleveraging, required: true);
        var setAsideFor = item.OptionalSpan("setAsideFor") ?? FundPolicy.DefaultSetAside;
        var shareEvery = item.OptionalSpan("shareEvery") ?? FundPolicy.DefaultSharing;
        var topUps = item.Array("topUps", ReadTopUp, required: false);
        if (item.HasProblems)
        {
            return null;
        }

        try
        {
            return new FundPolicy(initial, allocation, setAsideFor, shareEvery, topUps);
        }
        catch (ArgumentException problem)
        {
            item.Refuse(problem.ParamName!, ParameterFields.FirstLine(problem));
            return null;
        }
    }

    private static FundTopUp? ReadTopUp(StrictObject item)
    {
        var id = ParameterFields.Name(item, "id");
        var amount = item.Decimal("amount");
        if (item.HasProblems)
        {
            return null;
        }

        try
        {
            return new FundTopUp(id, amount);
        }
        catch (ArgumentException problem)
        {
            item.Refuse(problem.ParamName!, ParameterFields.FirstLine(problem));
            return null;
        }
    }
}
