using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Notifications.Webhooks;

namespace MarginFunctions.Engine.Notifications;

/// <summary>Destinations as a JSON document, checked whole before any of it is used.</summary>
/// <param name="Version">Its version, for people.</param>
/// <param name="Destinations">Each owner and id once.</param>
public sealed record NotificationDirectoryFile(string Version, IReadOnlyList<NotificationDestination> Destinations)
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>The most destinations of a document.</summary>
    public const int MostDestinations = 10_000;

    /// <summary>Loads a document from a file.</summary>
    /// <exception cref="InvalidDataException">The document is wrong; the message has a line for each path and value.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NotificationDirectoryFile Load(string path, WebhookRules rules)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var size = new FileInfo(path).Length;
        return size > MaximumBytes
            ? throw new InvalidDataException($"{path} has {size} bytes; {MaximumBytes} is the most.")
            : Parse(File.ReadAllBytes(path), path, rules);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">What to call the document in errors.</param>
    /// <param name="rules">What addresses of webhooks may be.</param>
    /// <exception cref="InvalidDataException">The document is wrong; the message has a line for each path and value.</exception>
    public static NotificationDirectoryFile Parse(ReadOnlyMemory<byte> json, string name, WebhookRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var problems = StrictDocument.Read(json, root => Read(root, rules), out var document);
        return problems.Count == 0
            ? document!
            : throw new InvalidDataException($"{name} cannot be used:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}");
    }

    private static NotificationDirectoryFile Read(StrictObject root, WebhookRules rules)
    {
        var version = root.Text("version");
        var seen = new HashSet<(string, string)>();
        var destinations = root.Array("destinations", item => Read(item, rules, seen), required: true, MostDestinations);
        return new NotificationDirectoryFile(version, destinations);
    }

    private static NotificationDestination Read(StrictObject item, WebhookRules rules, HashSet<(string Owner, string Id)> seen)
    {
        var destination = new NotificationDestination(item.Text("owner"), item.Text("id"), item.Text("kind"), item.Text("address"), item.Texts("secrets", least: 0, NotificationDestination.MostSecrets));
        if (!DestinationOwners.AreValid(destination.Owner))
        {
            item.Refuse("owner", DestinationOwners.Rule);
        }

        if (!NotificationDestination.IsId(destination.Id))
        {
            item.Refuse("id", NotificationDestination.IdRule);
        }

        if (!destination.Secrets.All(NotificationDestination.IsSecretName))
        {
            // Most likely the secret itself stands there.
            item.RefuseUnseen("secrets", $"must be names of secrets, each of which {NotificationDestination.SecretNameRule}; never the secrets themselves");
        }

        if (destination.Kind == WebhookChannel.WebhookKind)
        {
            if (rules.Refusal(destination.Address) is { } reason)
            {
                item.Refuse("address", reason);
            }

            if (destination.Secrets.Count == 0)
            {
                item.Refuse("secrets", "a webhook is signed: it needs the name of a secret");
            }
        }

        if (!seen.Add((destination.Owner, destination.Id)))
        {
            item.Refuse("id", $"stands twice for {destination.Owner}");
        }

        return destination;
    }
}
