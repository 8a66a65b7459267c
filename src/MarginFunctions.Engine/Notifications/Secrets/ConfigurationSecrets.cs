using MarginFunctions.Engine.Ports;
using Microsoft.Extensions.Configuration;

namespace MarginFunctions.Engine.Notifications.Secrets;

/// <summary>Secrets in settings or environment variables: <c>alpha-main</c> is <c>WEBHOOK_SECRET_ALPHA_MAIN</c>. The prefix keeps a directory from naming any other setting.</summary>
/// <param name="configuration">The settings.</param>
public sealed class ConfigurationSecrets(IConfiguration configuration) : ISecretSource
{
    /// <summary>What the names of such settings begin with.</summary>
    public const string Prefix = "WEBHOOK_SECRET_";

    /// <summary>The setting of a secret.</summary>
    public static string SettingOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Prefix + name.ToUpperInvariant().Replace('-', '_');
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(configuration[SettingOf(name)] is { Length: > 0 } secret ? secret : null);
}
