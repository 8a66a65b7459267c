using Azure;
using Azure.Security.KeyVault.Secrets;
using MarginFunctions.Hosting;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Hosting;

public sealed class KeyVaultSecretsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Mock<SecretClient> _vault = new();

    [Fact]
    public async Task A_secret_is_read_in_its_latest_version()
    {
        _vault.Setup(v => v.GetSecretAsync("alpha-main", null, None)).ReturnsAsync(Response.FromValue(new KeyVaultSecret("alpha-main", "whsec_x"), Mock.Of<Response>()));

        Assert.Equal("whsec_x", await new KeyVaultSecrets(_vault.Object).FindAsync("alpha-main", None));
    }

    [Fact]
    public async Task One_that_is_not_there_is_none_and_a_vault_that_fails_is_a_failure()
    {
        _vault.Setup(v => v.GetSecretAsync("gone", null, None)).ThrowsAsync(new RequestFailedException(404, "not found"));
        _vault.Setup(v => v.GetSecretAsync("locked", null, None)).ThrowsAsync(new RequestFailedException(403, "forbidden"));
        var secrets = new KeyVaultSecrets(_vault.Object);

        Assert.Null(await secrets.FindAsync("gone", None));
        await Assert.ThrowsAsync<RequestFailedException>(async () => await secrets.FindAsync("locked", None));
    }
}
