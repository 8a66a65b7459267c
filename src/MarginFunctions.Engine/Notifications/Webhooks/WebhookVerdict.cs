namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>What a receiver finds about a request.</summary>
public enum WebhookVerdict
{
    /// <summary>It is from one who knows the secret, and of now.</summary>
    Genuine,

    /// <summary>A header is absent or cannot be read.</summary>
    Malformed,

    /// <summary>Its time is too long ago or too far ahead: a repetition of what someone has seen, or a clock that is wrong.</summary>
    OutsideWindow,

    /// <summary>No signature fits: another secret, or a changed id, time or body.</summary>
    Forged,
}
