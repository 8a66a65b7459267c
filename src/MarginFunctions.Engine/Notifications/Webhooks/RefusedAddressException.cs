namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>The name of a webhook's host leads to an address that is not of the public internet. Nothing was connected to.</summary>
/// <param name="message">What the address is; not which.</param>
internal sealed class RefusedAddressException(string message) : Exception(message);
