using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>A command that has ended.</summary>
internal sealed record FinishedCommand(int ExitCode, string Output, string Error)
{
    /// <summary>The result of a command that did what it was told.</summary>
    public string AssertDone()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return Output;
    }

    /// <summary>Exit code 2, nothing on standard output, and on standard error one line that has these words.</summary>
    public void AssertRefused(params string[] words)
    {
        Assert.True(ExitCode == 2, $"exit code {ExitCode}: {Output}{Error}");
        Assert.Equal("", Output);
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
    }
}
