using MarginFunctions.Engine.Notifications.Secrets;
using MarginFunctions.Engine.Notifications.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MarginFunctions.Local.Hosting;

/// <summary>Adds webhooks to a server.</summary>
internal static class WebhookComposition
{
    public static void AddWebhooks(this IServiceCollection services, EngineHost host, WebhookRules rules)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        services.AddSingleton(new WebhookChannel(rules, new CachedSecrets([new ConfigurationSecrets(environment)], host.Time), host.Time));
        services.AddSingleton(provider => host.CreateNotifier(provider.GetRequiredService<WebhookChannel>()));
        services.AddHostedService<NotificationPump>();
    }
}
