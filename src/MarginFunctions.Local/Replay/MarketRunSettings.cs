using MarginFunctions.Local.Venue;

namespace MarginFunctions.Local.Replay;

/// <summary>What a run is told beside prices, parameters and accounts.</summary>
/// <param name="Venue">How deep the markets are.</param>
/// <param name="FeedsBack">Whether what liquidations move prices by is in the prices that the engine is told; else these are the path's.</param>
internal sealed record MarketRunSettings(VenueSettings Venue, bool FeedsBack)
{
    /// <summary>The default markets, and the path's prices.</summary>
    public static MarketRunSettings Default { get; } = new(VenueSettings.Default, FeedsBack: false);
}
