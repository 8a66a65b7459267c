using Azure;
using Azure.Security.KeyVault.Secrets;
using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Hosting;

/// <summary>Secrets of webhooks in Key Vault, always of their latest version.</summary>
/// <param name="vault">The vault.</param>
internal sealed class KeyVaultSecrets(SecretClient vault) : ISecretSource
{
    public async ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await vault.GetSecretAsync(name, version: null, cancellationToken).ConfigureAwait(false)).Value.Value;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }
}
