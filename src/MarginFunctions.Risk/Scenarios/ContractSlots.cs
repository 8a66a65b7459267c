using MarginFunctions.Risk.Collateral;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Risk.Scenarios;

/// <summary>Numbers for everything of one parameter version that scenarios revalue: perpetuals and futures first, then options, then collateral assets, each in the document's order.</summary>
internal sealed class ContractSlots
{
    private readonly Dictionary<string, int> contracts;
    private readonly Dictionary<string, int> assets;
    private readonly int[] underlyings;

    public ContractSlots(RiskParameters parameters)
    {
        Instruments = [.. parameters.Instruments];
        Options = [.. parameters.Options];
        Assets = [.. parameters.Collateral];
        contracts = Instruments.Select(i => i.Symbol).Concat(Options.Select(o => o.Symbol)).Select((symbol, slot) => (symbol, slot)).ToDictionary(s => s.symbol, s => s.slot, StringComparer.Ordinal);
        assets = Assets.Select((a, n) => (a.Asset, n)).ToDictionary(a => a.Asset, a => Instruments.Length + Options.Length + a.n, StringComparer.Ordinal);
        string[] names = [.. Instruments.Select(i => i.Underlying), .. Options.Select(o => o.Underlying), .. Assets.Select(a => UnderlyingOf(a, parameters))];
        Underlyings = [.. names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        underlyings = [.. names.Select(n => Array.BinarySearch(Underlyings, n, StringComparer.Ordinal))];
    }

    /// <summary>All underlyings, in ordinal order; an underlying's number is its place here.</summary>
    public string[] Underlyings { get; }

    /// <summary>Slots 0 and up.</summary>
    public Instrument[] Instruments { get; }

    /// <summary>The slots after <see cref="Instruments"/>.</summary>
    public OptionContract[] Options { get; }

    /// <summary>The slots after <see cref="Options"/>.</summary>
    public CollateralAsset[] Assets { get; }

    /// <summary>How many slots there are.</summary>
    public int Count => underlyings.Length;

    /// <summary>The slot of a perpetual, future or option that the parameters know.</summary>
    public int OfContract(string symbol) => contracts[symbol];

    /// <summary>The slot of a collateral asset that the parameters know.</summary>
    public int OfAsset(string asset) => assets[asset];

    /// <summary>The number of a slot's underlying; negative for the account currency.</summary>
    public int UnderlyingOf(int slot) => underlyings[slot];

    private static string UnderlyingOf(CollateralAsset asset, RiskParameters parameters) =>
        asset.PriceSymbol is { } symbol ? parameters.Underlyings[parameters.FindSymbol(symbol)!.Value] : "";
}
