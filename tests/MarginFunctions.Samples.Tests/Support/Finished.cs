namespace MarginFunctions.Samples.Tests.Support;

/// <summary>A program that has ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The account that the sample made for itself.</summary>
    public string Account => Lines.Count > 0 && Lines[0].Split(' ') is ["account", var account, "at", _]
        ? account
        : throw new InvalidOperationException($"There is no account at the beginning of '{Output}'. {Error}");

    public void AssertDone()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Output}{Error}");
        Assert.Equal("", Error);
    }

    /// <summary>The exit code, and on standard error one line that has these words.</summary>
    public void AssertFailed(int exitCode, params IEnumerable<string> words)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}: {Output}{Error}");
        Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
    }
}
