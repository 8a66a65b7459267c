using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads the section <c>cover</c> of the risk parameters, with the rules of <see cref="CoverTerms"/>.</summary>
internal static class CoverTermsReader
{
    private const decimal HighestRate = 10;

    private static readonly Dictionary<string, CoverSource> Sources = new(StringComparer.Ordinal) { ["reserve"] = CoverSource.Reserve, ["loan"] = CoverSource.Loan };

    /// <summary>Reads the section.</summary>
    /// <param name="item">The section.</param>
    /// <param name="currency">The account currency.</param>
    /// <param name="collateral">What the document accepts as collateral.</param>
    public static CoverTerms? Read(StrictObject item, string currency, IReadOnlyList<CollateralAsset> collateral)
    {
        var names = item.Texts("order", 1, Sources.Count);
        var rate = item.OptionalDecimal("interestRate");
        if (names.Any(name => name.Length > 0 && !Sources.ContainsKey(name)))
        {
            item.Refuse("order", $"must be of {string.Join(" and ", Sources.Keys.Select(name => $"\"{name}\""))}");
        }
        else if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            item.Refuse("order", $"names {names[0]} twice");
        }

        if (rate is < 0 or > HighestRate)
        {
            item.Refuse("interestRate", $"must not be negative nor above {HighestRate}");
        }
        else if (rate is null && names.Contains("loan", StringComparer.Ordinal))
        {
            item.Refuse("interestRate", "is required where loans are drawn");
        }

        // What is drawn is cash. Of cash that is cut or capped a draw could raise equity by less than was needed.
        if (!item.HasProblems && collateral.FirstOrDefault(asset => asset.Asset == currency) is not { VenueCap: null, Haircuts: [.., { Haircut: 0 }] })
        {
            item.Refuse("order", $"needs the account currency ({currency}) as collateral without haircut and venueCap");
        }

        return item.HasProblems ? null : new CoverTerms([.. names.Select(name => Sources[name])], rate ?? 0);
    }
}
