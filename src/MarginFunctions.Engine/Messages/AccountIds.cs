using System.Buffers;

namespace MarginFunctions.Engine.Messages;

/// <summary>What an account id may look like: 1 to 64 of <c>A–Z a–z 0–9 . _ : @ -</c>, which is what row keys, session ids and message ids all take.</summary>
public static class AccountIds
{
    /// <summary>The rule in words, for errors.</summary>
    public const string Rule = "must be 1 to 64 of A-Z a-z 0-9 . _ : @ -";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-");

    /// <summary>Whether an id keeps the rule.</summary>
    public static bool AreValid(string id) => id is { Length: > 0 and <= 64 } && !id.AsSpan().ContainsAnyExcept(Allowed);
}
