namespace MarginFunctions.Engine.Notifications;

/// <summary>Where notifications go.</summary>
/// <param name="Owner">Whose notifications: see <see cref="DestinationOwners"/>.</param>
/// <param name="Id">Its name with that owner; by <see cref="IdRule"/>.</param>
/// <param name="Kind">The channel that it is reached by.</param>
/// <param name="Address">What the channel calls an address; of a webhook its URL. May hold a token, so it is not logged.</param>
/// <param name="Secrets">The names of its secrets, each by <see cref="SecretNameRule"/>: one, or two while a key is changed. Never the secrets themselves.</param>
public sealed record NotificationDestination(string Owner, string Id, string Kind, string Address, IReadOnlyList<string> Secrets)
{
    /// <summary>The rule of ids in words.</summary>
    public const string IdRule = "must be 1 to 64 of a-z 0-9 -";

    /// <summary>The rule of the names of secrets in words: what Key Vault takes.</summary>
    public const string SecretNameRule = "must be 1 to 64 of A-Z a-z 0-9 -";

    /// <summary>The most secrets of a destination.</summary>
    public const int MostSecrets = 3;

    /// <summary>Its name in logs and dead letters.</summary>
    public string Name => $"{Owner}/{Id}";

    /// <summary>Whether an id keeps the rule.</summary>
    public static bool IsId(string id) => id is { Length: > 0 and <= 64 } && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Whether the name of a secret keeps the rule.</summary>
    public static bool IsSecretName(string name) => name is { Length: > 0 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>What is wrong with it; null when nothing is. Channels check addresses for themselves.</summary>
    public string? Problem() => this switch
    {
        { } d when !DestinationOwners.AreValid(d.Owner) => $"owner '{d.Owner}' {DestinationOwners.Rule}",
        { } d when !IsId(d.Id) => $"id '{d.Id}' {IdRule}",
        { Kind: "" } => "kind is required",
        { Address: "" } => "address is required",
        { Secrets: { Count: > MostSecrets } secrets } => $"{secrets.Count} secrets are named; {MostSecrets} are the most",
        { Secrets: var secrets } when secrets.FirstOrDefault(name => !IsSecretName(name)) is not null => $"the name of a secret {SecretNameRule}",
        _ => null,
    };
}
