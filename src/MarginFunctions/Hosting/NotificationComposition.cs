using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Notifications.Secrets;
using MarginFunctions.Engine.Notifications.Webhooks;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Functions;
using MarginFunctions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MarginFunctions.Hosting;

/// <summary>Puts notifications together. Another way to reach customers is another registration of <see cref="INotificationChannel"/> beside the one for webhooks.</summary>
internal static class NotificationComposition
{
    // Long enough for a vault that is well, and well within a message's lock with one repetition.
    private static readonly TimeSpan VaultTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        var rules = new WebhookRules { MorePorts = ReadPorts(configuration) };
        var sources = ReadSources(configuration);
        return services
            .AddSingleton<INotificationDirectory>(s => new TableNotificationDirectory(s.GetRequiredService<EngineTables>().Webhooks))
            .AddSingleton<ISecretSource>(s => new CachedSecrets(sources, s.GetRequiredService<TimeProvider>()))
            .AddSingleton(rules)
            .AddSingleton<INotificationChannel>(s => new WebhookChannel(rules, s.GetRequiredService<ISecretSource>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton<Notifier>()
            .AddSingleton<NotificationSettlement>();
    }

    private static IReadOnlyList<int> ReadPorts(IConfiguration configuration)
    {
        try
        {
            return WebhookRules.ParsePorts(configuration[Settings.WebhookPorts]);
        }
        catch (FormatException problem)
        {
            throw new InvalidOperationException($"The app cannot start: {Settings.WebhookPorts} is '{configuration[Settings.WebhookPorts]}': {problem.Message}.", problem);
        }
    }

    /// <summary>Settings first: what is set by hand is meant.</summary>
    private static IReadOnlyList<ISecretSource> ReadSources(IConfiguration configuration)
    {
        var settings = new ConfigurationSecrets(configuration);
        var section = configuration.GetSection(Settings.WebhookSecrets);
        var address = section["vaultUri"];
        var clientId = section["clientId"];
        if (string.IsNullOrWhiteSpace(address))
        {
            return [settings];
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
        {
            throw new InvalidOperationException($"The app cannot start: {Settings.WebhookSecrets}__vaultUri is '{address}', which is not an address such as https://vault.vault.azure.net.");
        }

        var options = new SecretClientOptions();
        options.Retry.NetworkTimeout = VaultTimeout;
        options.Retry.MaxRetries = 1;
        return [settings, new KeyVaultSecrets(new SecretClient(vault, new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId }), options))];
    }
}
