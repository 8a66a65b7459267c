using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>An order as it is sent and as it is remembered.</summary>
/// <param name="Sent">To the broker.</param>
/// <param name="Issued">In the account's row.</param>
internal sealed record DraftedOrder(LiquidationOrder Sent, IssuedOrder Issued);
