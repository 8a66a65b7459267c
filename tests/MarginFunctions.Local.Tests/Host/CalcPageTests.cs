using System.Text.RegularExpressions;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>What docs/calc.md shows is what its commands print.</summary>
public sealed partial class CalcPageTests
{
    private static readonly string Root = RootFrom(AppContext.BaseDirectory);

    public static TheoryData<string, string> Shown
    {
        get
        {
            var shown = new TheoryData<string, string>();
            foreach (Match command in Command().Matches(File.ReadAllText(Path.Combine(Root, "docs", "calc.md"))))
            {
                shown.Add(command.Groups["arguments"].Value, command.Groups["output"].Value);
            }

            return shown;
        }
    }

    [Fact]
    public void The_page_shows_commands_with_their_output() => Assert.Equal(3, Shown.Count);

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task A_command_prints_what_the_page_shows(string arguments, string output)
    {
        var words = arguments.Split(' ').Select(word => word.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Root, word) : word);

        Assert.Equal(output, (await LocalHost.RunAsync(["calc", .. words])).AssertDone());
    }

    private static string RootFrom(string folder) => File.Exists(Path.Combine(folder, "MarginFunctions.sln")) ? folder : RootFrom(Path.GetDirectoryName(folder)!);

    // The next block of text after a command is its output, whatever stands between.
    [GeneratedRegex(@"-- calc (?<arguments>[^\n]+)\n```\n.*?```text\n(?<output>.*?\n)```", RegexOptions.Singleline)]
    private static partial Regex Command();
}
