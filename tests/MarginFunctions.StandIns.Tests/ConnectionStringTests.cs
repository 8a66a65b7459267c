using Azure.Core;
using Azure.Data.Tables;
using Moq;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "devstoreaccount1", "http://azurite:10002/devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=margin;AccountKey=a2V5", "margin", "https://margin.table.core.windows.net/")]
    [InlineData("AccountName=margin;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn", "margin", "https://margin.table.core.chinacloudapi.cn/")]
    [InlineData("AccountName=margin;AccountKey=a2V5YQ==;TableEndpoint=http://localhost:1/x;", "margin", "http://localhost:1/x")]
    public void A_connection_string_gives_account_and_endpoint(string connectionString, string account, string endpoint)
    {
        var service = new TableServiceClient(connectionString);

        Assert.Equal(account, service.AccountName);
        Assert.Equal(new Uri(endpoint), service.Uri);
    }

    [Theory]
    [InlineData("AccountName")]
    [InlineData("AccountName=margin")]
    [InlineData("UseDevelopmentStorage=false")]
    public void A_connection_string_that_says_too_little_is_refused(string connectionString) =>
        Assert.Throws<FormatException>(() => new TableServiceClient(connectionString));

    [Fact]
    public async Task A_token_credential_is_asked_for_the_storage_scope()
    {
        var credential = new Mock<TokenCredential>();
        credential.Setup(c => c.GetTokenAsync(It.IsAny<TokenRequestContext>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new AccessToken("abc", DateTimeOffset.MaxValue));
        var transport = new FakeTransport(() => new FakeResponse(204));
        var service = new TableServiceClient(
            new Uri("https://margin.table.core.windows.net"), credential.Object, new TableClientOptions { Transport = transport });

        await service.DeleteTableAsync("marks");

        Assert.Equal("Bearer abc", transport.Headers["Authorization"]);
        Assert.Equal("margin", service.AccountName);
        credential.Verify(c => c.GetTokenAsync(
            It.Is<TokenRequestContext>(request => request.Scopes[0] == "https://storage.azure.com/.default"), It.IsAny<CancellationToken>()));
    }
}
