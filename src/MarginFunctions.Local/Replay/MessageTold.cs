using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Local.Replay;

/// <summary>The customer and the broker were told something.</summary>
internal sealed record MessageTold(MarginCallMessage Message) : MarketEvent;
