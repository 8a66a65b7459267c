using MarginFunctions.Local.Venue;

namespace MarginFunctions.Local.Replay;

/// <summary>The venue traded some of an order.</summary>
internal sealed record OrderTraded(VenueFill Fill) : MarketEvent;
