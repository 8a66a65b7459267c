using MarginFunctions.Engine.Notifications.Secrets;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace MarginFunctions.Engine.Tests.Notifications;

public sealed class CachedSecretsTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ManualTime time = new();

    [Fact]
    public async Task A_secret_is_asked_for_once_in_five_minutes()
    {
        var vault = new CountingSource("a");
        var secrets = new CachedSecrets([vault], time);

        Assert.Equal(("a", "a"), (await secrets.FindAsync("x", None), await secrets.FindAsync("x", None)));
        Assert.Equal(1, vault.Asked);
        vault.Secret = "b";
        time.Advance(CachedSecrets.Age);

        Assert.Equal(("b", 2), (await secrets.FindAsync("x", None), vault.Asked));
    }

    [Fact]
    public async Task That_there_is_none_is_believed_for_half_a_minute()
    {
        var vault = new CountingSource(null);
        var secrets = new CachedSecrets([vault], time);

        Assert.Null(await secrets.FindAsync("x", None));
        Assert.Null(await secrets.FindAsync("x", None));
        Assert.Equal(1, vault.Asked);
        vault.Secret = "a";
        time.Advance(CachedSecrets.AgeOfNone);

        Assert.Equal("a", await secrets.FindAsync("x", None));
    }

    [Fact]
    public async Task The_first_source_that_has_it_answers()
    {
        var vault = new CountingSource("of the vault");
        var settings = new ConfigurationSecrets(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("WEBHOOK_SECRET_ALPHA_MAIN", (string?)"of the settings")]).Build());
        var secrets = new CachedSecrets([settings, vault], time);

        Assert.Equal(("of the settings", 0), (await secrets.FindAsync("alpha-main", None), vault.Asked));
        Assert.Equal("of the vault", await secrets.FindAsync("alpha-other", None));
    }

    [Fact]
    public async Task A_directory_can_name_no_setting_but_those_of_webhooks()
    {
        var settings = new ConfigurationSecrets(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ServiceBus", (string?)"Endpoint=…")]).Build());

        Assert.Null(await settings.FindAsync("ServiceBus", None));
    }

    private sealed class CountingSource(string? secret) : ISecretSource
    {
        public string? Secret { get; set; } = secret;

        public int Asked { get; private set; }

        public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(Secret);
        }
    }
}
