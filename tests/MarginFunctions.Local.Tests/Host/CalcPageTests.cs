using System.Text.RegularExpressions;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>What docs/calc.md shows is what its commands print.</summary>
public sealed partial class CalcPageTests
{
    private static readonly string Root = RootFrom(AppContext.BaseDirectory);

    /// <summary>Each JSON output with the last command before it.</summary>
    public static TheoryData<string, string> Shown
    {
        get
        {
            var page = File.ReadAllText(Path.Combine(Root, "docs", "calc.md"));
            var shown = new TheoryData<string, string>();
            foreach (Match output in Output().Matches(page))
            {
                shown.Add(Command().Matches(page[..output.Index])[^1].Groups["arguments"].Value, output.Groups["json"].Value);
            }

            return shown;
        }
    }

    [Fact]
    public void The_page_shows_commands_with_their_output() => Assert.True(Shown.Count >= 3);

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task A_command_prints_what_the_page_shows(string arguments, string output)
    {
        var words = arguments.Split(' ').Select(word => word.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Root, word) : word);

        Assert.Equal(output, (await LocalHost.RunAsync(["calc", .. words])).AssertDone());
    }

    private static string RootFrom(string folder) => File.Exists(Path.Combine(folder, "MarginFunctions.sln")) ? folder : RootFrom(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"-- calc (?<arguments>[^\n]+)\n```\n")]
    private static partial Regex Command();

    [GeneratedRegex(@"```text\n(?<json>\{.*?\n)```", RegexOptions.Singleline)]
    private static partial Regex Output();
}
