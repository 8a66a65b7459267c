namespace MarginFunctions.Risk.Scenarios;

/// <summary>The depeg charges of a pool's stablecoins, put together.</summary>
internal static class Depegs
{
    public static bool TryAdd(PortfolioLayout layout, RiskArrays arrays, EvidenceBuilder? evidence, out double initial, out double maintenance, out string? missing)
    {
        (initial, maintenance, missing) = (0, 0, null);
        foreach (ref readonly var holding in layout.Collateral.AsSpan())
        {
            if (arrays.DepegOf(holding.Slot) is not { } depeg)
            {
                continue;
            }

            if (!arrays.Marks.TryGet(holding.Collateral.Symbol, out var price))
            {
                missing = arrays.Marks.Parameters.Symbols[holding.Collateral.Symbol];
                return false;
            }

            var amount = (double)depeg.Amount(holding.Collateral.Quantity * price, holding.Collateral.Value(price));
            initial += amount * (double)depeg.Factors.Initial;
            maintenance += amount * (double)depeg.Factors.Maintenance;
            evidence?.AddDepeg(depeg, amount);
        }

        return true;
    }
}
