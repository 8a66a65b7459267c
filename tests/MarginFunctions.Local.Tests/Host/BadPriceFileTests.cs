using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class BadPriceFileTests : IDisposable
{
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("an empty file", "", "has no prices")]
    [InlineData("a header alone", "timestamp,symbol,price\n", "has no prices")]
    [InlineData("another header", "time,symbol,price\n", "line 1: header = time,symbol,price")]
    [InlineData("a field too few", "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD\n", "line 2: line = 2017-09-03T00:00:00Z,BTC-USD")]
    [InlineData("a thousands separator", "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD,4,500\n", "line 2: line")]
    [InlineData("a time that is none", "timestamp,symbol,price\nyesterday,BTC-USD,1\n", "line 2: timestamp = yesterday")]
    [InlineData("a time that goes back", "timestamp,symbol,price\n2017-09-03T00:01:00Z,BTC-USD,1\n\n2017-09-03T00:00:00Z,BTC-USD,1\n", "line 4: timestamp = 2017-09-03T00:00:00Z")]
    [InlineData("no symbol", "timestamp,symbol,price\n2017-09-03T00:00:00Z,,1\n", "line 2: symbol =")]
    [InlineData("a symbol twice at one time", "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD,1\n2017-09-03T00:00:00Z,BTC-USD,2\n", "line 3: symbol = BTC-USD")]
    [InlineData("a negative price", "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD,-1\n", "line 2: price = -1")]
    [InlineData("a price of zero", "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD,0\n", "line 2: price = 0")]
    [InlineData("a price that is no number", "timestamp,symbol,price\n2017-09-03T00:00:00Z,BTC-USD,NaN\n", "line 2: price = NaN")]
    [InlineData("prices of nothing known", "timestamp,symbol,price\n2017-09-03T00:00:00Z,MOON,1\n", "no instrument")]
    public async Task A_price_file_with_a_wrong_line_is_refused_with_line_field_and_value(string what, string csv, string words)
    {
        await File.WriteAllTextAsync(file.Path, csv);

        var refused = await LocalHost.RunAsync("replay", "--prices", file.Path, "--accounts", "5");

        Assert.True(refused.ExitCode == 2, $"{what}: {refused}");
        refused.AssertRefused(file.Path, words);
    }
}
