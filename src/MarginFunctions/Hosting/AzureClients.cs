using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;

namespace MarginFunctions.Hosting;

/// <summary>Makes the clients of the Azure services.</summary>
internal static class AzureClients
{
    /// <summary>How long one attempt at a table request may take. A lost reply must be noticed, and asked about, well within the lock of the session that waits for it.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The tables' account. Failed attempts are repeated as the SDK does by default: three times, exponentially from 0.8 s.</summary>
    public static TableServiceClient CreateTables(ServiceConnection connection)
    {
        var options = new TableClientOptions();
        options.Retry.NetworkTimeout = AttemptTimeout;
        if (connection.ConnectionString is { } connectionString)
        {
            return new TableServiceClient(connectionString, options);
        }

        return Uri.TryCreate(connection.Address, UriKind.Absolute, out var endpoint)
            ? new TableServiceClient(endpoint, connection.CreateCredential(), options)
            : throw new InvalidOperationException($"The app cannot start: {Settings.Tables}__endpoint is '{connection.Address}', which is not an address such as https://account.table.core.windows.net.");
    }

    /// <summary>The message bus.</summary>
    public static ServiceBusClient CreateServiceBus(ServiceConnection connection) => connection.ConnectionString is { } connectionString
        ? new ServiceBusClient(connectionString)
        : new ServiceBusClient(connection.Address!, connection.CreateCredential());
}
