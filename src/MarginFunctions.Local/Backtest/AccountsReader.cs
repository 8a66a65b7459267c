using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Local.Calc;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Backtest;

/// <summary>Reads the accounts of a calc document. Its marks are not used, for the history has the prices.</summary>
internal static class AccountsReader
{
    private const int MostAccounts = 1_000;

    /// <exception cref="InvalidDataException">The document is wrong; the message has a line for each path and value.</exception>
    public static IReadOnlyList<CalcAccount> Read(ReadOnlyMemory<byte> json, string name, RiskParameters parameters)
    {
        var problems = StrictDocument.Read(json, root => Read(root, parameters), out var accounts);
        return problems.Count == 0
            ? accounts!
            : throw new InvalidDataException($"{name} cannot be used:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}");
    }

    private static IReadOnlyList<CalcAccount> Read(StrictObject root, RiskParameters parameters)
    {
        _ = root.OptionalDecimals("marks");
        var holdings = new HoldingsReader(parameters);
        var accounts = root.Array("accounts", item => ReadAccount(item, holdings), required: true, MostAccounts);
        if (accounts.GroupBy(a => a.AccountId).FirstOrDefault(g => g.Count() > 1) is { } repeated)
        {
            root.Refuse("accounts", $"names {repeated.Key} twice");
        }

        return accounts;
    }

    private static CalcAccount ReadAccount(StrictObject item, HoldingsReader holdings)
    {
        var (accountId, portfolio) = holdings.ReadPortfolio(item);
        return new CalcAccount(accountId, portfolio);
    }
}
