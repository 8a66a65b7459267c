namespace Azure.Data.Tables;

/// <summary>Endpoint and key out of a storage connection string.</summary>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential Credential)
{
    // Public constants of every storage emulator: not secrets.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static TableConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Split(connectionString);
        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator))
        {
            return string.Equals(emulator, "true", StringComparison.OrdinalIgnoreCase)
                ? Emulator(settings.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1"))
                : throw new FormatException("UseDevelopmentStorage can only be true.");
        }
        if (!settings.TryGetValue("AccountName", out var account) || !settings.TryGetValue("AccountKey", out var key))
        {
            throw new FormatException("The stand-in for Azure.Data.Tables needs AccountName and AccountKey in a connection string.");
        }
        var endpoint = settings.GetValueOrDefault("TableEndpoint")
            ?? $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table."
                + settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new TableConnectionString(new Uri(endpoint), new TableSharedKeyCredential(account, key));
    }

    private static TableConnectionString Emulator(string host)
    {
        var endpoint = new UriBuilder(host) { Port = 10002, Path = EmulatorAccount };
        return new TableConnectionString(endpoint.Uri, new TableSharedKeyCredential(EmulatorAccount, EmulatorKey));
    }

    private static Dictionary<string, string> Split(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException("Settings of a connection string have the form name=value.");
            }
            settings[setting[..equals]] = setting[(equals + 1)..];
        }
        return settings;
    }
}
