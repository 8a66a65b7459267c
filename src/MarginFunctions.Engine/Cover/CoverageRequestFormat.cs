using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Risk.Margin;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Cover;

/// <summary>The wire form of <see cref="CoverageRequest"/>, read strictly: what is asked of the fund moves money.</summary>
public sealed class CoverageRequestFormat(RiskParameters parameters)
{
    /// <summary>The longest request id, in characters.</summary>
    public const int LongestId = 256;

    private const decimal LargestAmount = 100_000_000_000_000_000m;

    private static readonly Dictionary<string, CoverageRequestKind> Kinds =
        Enum.GetValues<CoverageRequestKind>().ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()), StringComparer.Ordinal);

    /// <summary>Writes a request.</summary>
    public static ReadOnlyMemory<byte> Write(CoverageRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, EngineJson.Default.CoverageRequest);

    /// <summary>Reads a request back.</summary>
    /// <param name="body">The message's body.</param>
    /// <param name="request">The request; null when there are problems.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public IReadOnlyList<Problem> Read(ReadOnlyMemory<byte> body, out CoverageRequest? request) => StrictDocument.Read(body, ReadRequest, out request);

    private CoverageRequest ReadRequest(StrictObject message)
    {
        var request = new CoverageRequest(
            message.Text("id"),
            message.Choice("kind", Kinds, CoverageRequestKind.Fee, required: true),
            message.Text("accountId"),
            message.Text("pool"),
            message.Text("currency"),
            message.Decimal("amount"),
            message.Time("at"),
            message.Has("positions") ? message.Array("positions", ReadPosition, required: true, most: int.MaxValue) : null);
        if (message.HasProblems)
        {
            return request;
        }

        if (!AccountIds.AreValid(request.AccountId))
        {
            message.Refuse("accountId", AccountIds.Rule);
        }

        // The id becomes a row key.
        if (request.Id.Length > LongestId || !request.Id.StartsWith($"{request.AccountId}|{request.Pool}|", StringComparison.Ordinal) || request.Id.Split('|').Any(part => !IsKeyPart(part)))
        {
            message.Refuse("id", $"must be account, pool and more, with | between, of A-Z a-z 0-9 . _ : @ -, at most {LongestId} characters");
        }

        if (parameters.Fund is null)
        {
            message.Refuse("currency", $"has no fund: risk parameters {parameters.Version} have no section fund");
        }
        else if (request.Currency != parameters.AccountCurrency)
        {
            message.Refuse("currency", $"must be {parameters.AccountCurrency}, the currency of the fund");
        }

        if (request.Amount is < 0 or > LargestAmount || decimal.Round(request.Amount, MoneyRounding.Places) != request.Amount)
        {
            message.Refuse("amount", $"must not be negative nor above {LargestAmount}, with at most {MoneyRounding.Places} places");
        }

        if (request.Kind == CoverageRequestKind.Bankrupt != request.Positions is { Count: > 0 })
        {
            message.Refuse("positions", request.Kind == CoverageRequestKind.Bankrupt ? "a bankrupt pool has positions left" : "is for bankrupt pools only");
        }
        else if (request.Positions?.GroupBy(p => p.Instrument, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            message.Refuse("positions", $"names {twice.Key} twice");
        }

        return request;
    }

    private static BankruptPosition ReadPosition(StrictObject item)
    {
        var position = new BankruptPosition(item.Text("instrument"), item.Decimal("quantity"), item.Decimal("price"));
        if (item.Has("quantity") && (position.Quantity == 0 || Math.Abs(position.Quantity) > HoldingsReader.LargestQuantity))
        {
            item.Refuse("quantity", "must lie between -100,000,000,000 and 100,000,000,000 and not be 0");
        }

        if (item.Has("price") && position.Price <= 0)
        {
            item.Refuse("price", "must be positive");
        }

        return position;
    }

    private static bool IsKeyPart(string part) => part.All(c => char.IsAsciiLetterOrDigit(c) || "._:@-".Contains(c, StringComparison.Ordinal));
}
