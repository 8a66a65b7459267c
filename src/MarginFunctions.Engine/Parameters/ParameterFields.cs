using System.Globalization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Instruments;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Fields that several parts of the parameters document share.</summary>
internal static class ParameterFields
{
    private const int LongestName = 64;

    public static IReadOnlyDictionary<string, SettlementKind> Settlements { get; } =
        new Dictionary<string, SettlementKind>(StringComparer.Ordinal) { ["linear"] = SettlementKind.Linear, ["inverse"] = SettlementKind.Inverse };

    /// <summary>A name that may become a table key and a part of a message id.</summary>
    public static string Name(StrictObject item, string field)
    {
        var name = item.Text(field);
        if (name.Length > LongestName || name.Any(c => !char.IsAsciiLetterOrDigit(c) && !"._:-".Contains(c, StringComparison.Ordinal)))
        {
            item.Refuse(field, "must be 1 to 64 of A-Z a-z 0-9 . _ : -");
        }

        return name;
    }

    public static decimal Positive(StrictObject item, string field, decimal most)
    {
        var value = item.Decimal(field);
        if (item.Has(field) && (value <= 0 || value > most))
        {
            item.Refuse(field, $"must be positive and at most {most.ToString(CultureInfo.InvariantCulture)}");
        }

        return value;
    }

    public static void CheckSettlementAsset(StrictObject item, SettlementKind settlement, string asset, string currency)
    {
        if (settlement == SettlementKind.Linear && asset.Length > 0 && asset != currency)
        {
            item.Refuse("settlementAsset", $"must be the account currency ({currency}) for a linear contract");
        }
        else if (settlement == SettlementKind.Inverse && asset == currency)
        {
            item.Refuse("settlementAsset", "must be the underlying coin for an inverse contract");
        }
    }

    // An argument exception's text ends with the parameter's name, which means nothing to the reader of a document.
    public static string FirstLine(ArgumentException problem) => problem.Message.Split(" (Parameter", 2)[0];
}
