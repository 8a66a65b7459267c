namespace MarginFunctions.Engine.Messages;

/// <summary>An update that the router has accepted.</summary>
/// <param name="MessageId">The sender's message id, for a rejection that only the account's state can cause.</param>
/// <param name="Entity">The queue it came from.</param>
/// <param name="Update">The facts.</param>
public sealed record AcceptedUpdate(string MessageId, string Entity, HoldingsUpdate Update);
