using System.Text.RegularExpressions;
using MarginFunctions.Samples.Tests.Support;

namespace MarginFunctions.Samples.Tests;

public sealed partial class RefusedUpdateTests(LocalServer server) : IClassFixture<LocalServer>
{
    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task A_refused_update_is_told_with_its_reason_and_those_of_others_are_passed_over(string language)
    {
        await server.PostAsync("position-updates", """{ "accountId": "somebody-else" }""");

        var run = await Sample.In(language).RunAsync([server.Address], new() { [Sample.Instrument] = "NO-SUCH-PERP" });

        run.AssertFailed(
            exitCode: 1,
            $"position-updates refused {run.Account}-1: positions[0].instrument = \"NO-SUCH-PERP\" is not an instrument of parameters",
            $"price-updates refused {run.Account}-price: prices[0].symbol = \"NO-SUCH-PERP\"");
        Assert.DoesNotContain("somebody-else", run.Error, StringComparison.Ordinal);
        Assert.Contains(run.Lines, line => MissingFields().IsMatch(line));
        Assert.Null(await server.FindAccountAsync(run.Account));
    }

    /// <summary>A rejection of fields that are missing, and so have no value to be told.</summary>
    [GeneratedRegex("^Not ours: position-updates refused [0-9a-f]+: [a-z]+ is required")]
    private static partial Regex MissingFields();
}
