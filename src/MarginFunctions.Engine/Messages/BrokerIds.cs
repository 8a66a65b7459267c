using System.Buffers;

namespace MarginFunctions.Engine.Messages;

/// <summary>
/// Which broker of a shared deployment an account belongs to: the one whose id, with a colon behind it, its own id begins with. <c>alpha:A-1001</c> is an account of <c>alpha</c>.
/// </summary>
public static class BrokerIds
{
    /// <summary>The application property that says which broker sent a message, or which one it is for. Senders cannot choose it: a broker's ingress topic overwrites it.</summary>
    public const string PropertyName = "brokerId";

    /// <summary>The rule in words, for errors.</summary>
    public const string Rule = "must be 2 to 24 of a-z 0-9 -, a letter first";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether an id keeps the rule.</summary>
    public static bool AreValid(string id) => id is { Length: >= 2 and <= 24 } && char.IsAsciiLetterLower(id[0]) && !id.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>The broker that an account belongs to; null when its id begins with none.</summary>
    public static string? OfAccount(string accountId)
    {
        ArgumentNullException.ThrowIfNull(accountId);
        var end = accountId.IndexOf(':', StringComparison.Ordinal);
        return end > 0 && accountId[..end] is var broker && AreValid(broker) ? broker : null;
    }
}
