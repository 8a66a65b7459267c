using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("an unknown verb", "frobnicate", "frobnicate")]
    [InlineData("an unknown option", "serve --frobnicate", "--frobnicate")]
    [InlineData("calc of nothing", "calc", "calc")]
    [InlineData("calc of a file that is not there", "calc FILE", "FILE")]
    [InlineData("calc of a folder", "calc FOLDER", "FOLDER")]
    [InlineData("calc of two files", "calc FILE FILE", "FILE")]
    [InlineData("calc with a history that is not there", "calc FILE --prices FOLDER/none.csv", "none.csv")]
    [InlineData("calc with a level that is none", "calc FILE --prices FILE --level 1", "--level = 1")]
    [InlineData("calc with a horizon of no days", "calc FILE --prices FILE --horizon 0", "--horizon = 0")]
    [InlineData("calc with a call probability that is none", "calc FILE --prices FILE --call-probability 0", "--call-probability = 0")]
    [InlineData("calc with an unknown model", "calc FILE --prices FILE --model guess", "--model = guess")]
    [InlineData("calc with an unknown quantile rule", "calc FILE --prices FILE --quantile middle", "--quantile = middle")]
    [InlineData("calc with an unknown way to take moves", "calc FILE --prices FILE --returns daily", "--returns = daily")]
    [InlineData("calc with a decay of one", "calc FILE --prices FILE --decay 1", "--decay = 1")]
    [InlineData("calc with no simulations", "calc FILE --prices FILE --simulations 0", "--simulations = 0")]
    [InlineData("calc with a negative seed", "calc FILE --prices FILE --seed -1", "--seed = -1")]
    [InlineData("calc with too few degrees of freedom", "calc FILE --prices FILE --degrees-of-freedom 2", "--degrees-of-freedom = 2")]
    [InlineData("calc with a seed that nothing is drawn from", "calc FILE --prices FILE --seed 1", "--seed is not used by --model historical")]
    [InlineData("calc with a level and no history", "calc FILE --level 0.99", "--level")]
    [InlineData("check of nothing", "check", "check")]
    [InlineData("check of a file that is not there", "check FILE", "FILE")]
    [InlineData("replay of nothing", "replay", "--prices")]
    [InlineData("replay of a file that is not there", "replay --prices FILE", "FILE")]
    [InlineData("replay of a folder", "replay --prices FOLDER", "FOLDER")]
    [InlineData("replay of no accounts", "replay --prices FILE --accounts 0", "--accounts = 0")]
    [InlineData("replay of too many accounts", "replay --prices FILE --accounts 1000001", "--accounts = 1000001")]
    [InlineData("replay of a word for accounts", "replay --prices FILE --accounts many", "many")]
    [InlineData("replay with a word for a seed", "replay --prices FILE --seed lucky", "lucky")]
    [InlineData("replay with parameters that are not there", "replay --prices FILE --parameters FOLDER/none.json", "none.json")]
    [InlineData("replay with no depth", "replay --prices FILE --depth 1", "--depth = 1 is not a number from 10,000 to 1,000,000,000,000")]
    [InlineData("replay with too much impact", "replay --prices FILE --impact 0.3", "--impact = 0.3 is not a number from 0 to 0.25")]
    [InlineData("replay with a negative impact", "replay --prices FILE --impact -0.01", "--impact")]
    [InlineData("simulate nothing", "simulate", "simulate")]
    [InlineData("simulate something unknown", "simulate boom", "boom")]
    [InlineData("a cascade of no accounts", "simulate cascade --accounts 0", "--accounts = 0 is not a whole number from 1 to 100,000")]
    [InlineData("a cascade of a word for accounts", "simulate cascade --accounts many", "--accounts = many")]
    [InlineData("a cascade with a word for a seed", "simulate cascade --seed lucky", "--seed = lucky")]
    [InlineData("a cascade with a negative seed", "simulate cascade --seed -1", "--seed")]
    [InlineData("a cascade with too much impact", "simulate cascade --impact 1", "--impact = 1 is not a number from 0 to 0.25")]
    [InlineData("a cascade that remembers more than all", "simulate cascade --remains 1.1", "--remains = 1.1 is not a number from 0 to 1")]
    [InlineData("a cascade with a word for a depth", "simulate cascade --depth deep", "--depth = deep")]
    [InlineData("a cascade of prices that are not there", "simulate cascade --prices FILE", "FILE")]
    [InlineData("a cascade with parameters that are not there", "simulate cascade --parameters FOLDER/none.json", "none.json")]
    [InlineData("a cascade into a folder that cannot be", "simulate cascade --out /dev/null/folder", "/dev/null/folder")]
    [InlineData("serve on a port that cannot be", "serve --port 65536", "--port = 65536")]
    [InlineData("serve on a word for a port", "serve --port http", "http")]
    [InlineData("serve on a folder", "serve --port 0 --data FOLDER", "FOLDER")]
    [InlineData("serve with parameters that are not there", "serve --port 0 --data FILE --parameters FOLDER/none.json", "none.json")]
    [InlineData("demo with a word too many", "demo fast", "fast")]
    public async Task What_cannot_be_done_is_said_in_one_line(string what, string arguments, string word)
    {
        var folder = Path.GetDirectoryName(file.Path)!;
        string Named(string text) => text.Replace("FILE", file.Path, StringComparison.Ordinal).Replace("FOLDER", folder, StringComparison.Ordinal);

        var refused = await LocalHost.RunAsync(Named(arguments).Split(' '));

        Assert.True(refused.ExitCode == 2, $"{what}: {refused}");
        refused.AssertRefused(Named(word));
    }

    [Fact]
    public async Task Parameters_that_are_right_are_called_so()
    {
        await File.WriteAllBytesAsync(file.Path, RiskParametersFile.SampleDocument());

        var said = (await LocalHost.RunAsync("check", file.Path)).AssertDone();

        Assert.EndsWith($"is right: version {RiskParametersFile.LoadSample().Version}, 10 instruments, 64 shards.\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_that_are_wrong_are_refused_with_path_and_value()
    {
        await File.WriteAllTextAsync(file.Path, """{ "version": "one", "shardCount": 3 }""");

        (await LocalHost.RunAsync("serve", "--port", "0", "--data", file.Path + ".db", "--parameters", file.Path)).AssertRefused(file.Path, "shardCount = 3");
        (await LocalHost.RunAsync("check", file.Path)).AssertRefused(file.Path, "shardCount = 3");
    }
}
