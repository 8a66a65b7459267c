using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Prices;

namespace MarginFunctions.Local.Calc;

/// <summary>Reads a calc document: <c>parameters</c> (optional), <c>marks</c> by symbol, the moment <c>at</c>, and <c>accounts</c> with positions and collateral as in a position update.</summary>
internal static class CalcReader
{
    private const int MostAccounts = 1_000_000;

    /// <exception cref="InvalidDataException">The document is wrong; the message has a line for each path and value.</exception>
    public static CalcDocument Read(ReadOnlyMemory<byte> json, string name)
    {
        var problems = StrictDocument.Read(json, Read, out var document);
        return problems.Count == 0
            ? document!
            : throw new InvalidDataException($"{name} cannot be used:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}");
    }

    /// <summary>Reads the root object. What it returns counts only when no problem was reported.</summary>
    public static CalcDocument? Read(StrictObject root)
    {
        var parameters = root.Object("parameters", RiskParametersReader.Read, required: false) ?? (root.HasProblems ? null : RiskParametersFile.LoadSample());
        var marks = root.OptionalDecimals("marks");
        var at = root.OptionalTime("at");
        if (!root.Has("marks"))
        {
            root.Refuse("marks", "is required");
        }

        if (parameters is null)
        {
            // The rest cannot be judged without parameters; asking for it keeps it from being called unknown.
            root.Array("accounts", IgnoreAccount, required: true, MostAccounts);
            return null;
        }

        foreach (var (symbol, price) in marks)
        {
            if (parameters.FindSymbol(symbol) is null)
            {
                root.Refuse($"marks.{symbol}", $"is not priced by parameters {parameters.Version}");
            }
            else if (price is <= 0 or > HoldingsReader.HighestPrice)
            {
                root.Refuse("marks", $"{symbol} must be positive and at most 10,000,000,000");
            }
            else if (price > PriceReader.HighestVolatility && parameters.IsVolatility(symbol))
            {
                root.Refuse($"marks.{symbol}", PriceReader.VolatilityRule);
            }
        }

        var holdings = new HoldingsReader(parameters);
        var accounts = root.Array("accounts", item => ReadAccount(item, holdings), required: true, MostAccounts);
        return root.HasProblems ? null : new CalcDocument(parameters, MarkSet.Of(parameters, marks, at), accounts);
    }

    private static CalcAccount ReadAccount(StrictObject item, HoldingsReader holdings)
    {
        var (accountId, portfolio) = holdings.ReadPortfolio(item);
        return new CalcAccount(accountId, portfolio);
    }

    private static CalcAccount? IgnoreAccount(StrictObject item)
    {
        item.Ignore();
        return null;
    }
}
