namespace MarginFunctions.Hosting;

/// <summary>The names of the app's settings.</summary>
internal static class Settings
{
    /// <summary>The connection of every Service Bus trigger and of the sender: a connection string, or <c>ServiceBus__fullyQualifiedNamespace</c> with a managed identity.</summary>
    public const string ServiceBus = "ServiceBus";

    /// <summary>The storage account of the tables: a connection string, or <c>Tables__endpoint</c> with a managed identity.</summary>
    public const string Tables = "Tables";

    /// <summary>The file of the risk parameters, relative to the app's folder; without it the engine's sample.</summary>
    public const string RiskParametersPath = "RiskParametersPath";

    /// <summary>The shards that the deployment was made with, a number; the app does not start with parameters that say another one. Unchecked without it.</summary>
    public const string ShardCount = "ShardCount";

    /// <summary><c>true</c> when several brokers share the deployment: then every update and fill must come through a broker's ingress topic.</summary>
    public const string SharedByBrokers = "SharedByBrokers";

    /// <summary>The section of the key vault with the secrets of webhooks: <c>WebhookSecrets__vaultUri</c>, with a managed identity. Without it secrets come from settings alone.</summary>
    public const string WebhookSecrets = "WebhookSecrets";

    /// <summary>Ports of webhooks that are allowed besides 443, with commas between.</summary>
    public const string WebhookPorts = "WebhookPorts";
}
