using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace MarginFunctions.Hosting;

/// <summary>How to reach one Azure service: by a connection string, or at an address with the app's identity. The settings are those that the Functions host reads for its triggers.</summary>
/// <param name="ConnectionString">Null when there is an address.</param>
/// <param name="Address">An endpoint or a namespace; null when there is a connection string.</param>
/// <param name="ClientId">The user-assigned identity to use; null for the app's only one.</param>
internal sealed record ServiceConnection(string? ConnectionString, string? Address, string? ClientId)
{
    /// <summary>Reads a connection.</summary>
    /// <param name="configuration">The app's settings.</param>
    /// <param name="name">The setting with the connection string, and the section with the rest.</param>
    /// <param name="addressField">What the service calls its address.</param>
    /// <exception cref="InvalidOperationException">Neither is set; the message names the settings.</exception>
    public static ServiceConnection Read(IConfiguration configuration, string name, string addressField)
    {
        var section = configuration.GetSection(name);
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            return new ServiceConnection(section.Value, Address: null, ClientId: null);
        }

        var address = section[addressField];
        return string.IsNullOrWhiteSpace(address)
            ? throw new InvalidOperationException(
                $"The app cannot start: set {name} to a connection string, or {name}__{addressField} to an address that the app's managed identity may use.")
            : new ServiceConnection(ConnectionString: null, address, section["clientId"]);
    }

    /// <summary>The app's identity; a developer's own on a developer's machine.</summary>
    public TokenCredential CreateCredential() => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId });
}
