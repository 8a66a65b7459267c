using System.Diagnostics;

namespace MarginFunctions.Risk.Tests.Scenarios;

public sealed class SamePortfolioBitsTests
{
    // What every machine must give. A change means that receipts written before no longer replay.
    private const string Expected = "62A412DC744919D2A09410716C92125633D92CAD7CD3752B95B1CEBF11B9C8E8";

    [Fact]
    public void This_process_gives_the_pinned_bits() => Assert.Equal(Expected, ScenarioBitsChild.Hash());

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "512: False")]
    [InlineData("DOTNET_EnableAVX2", "fused: False")]
    [InlineData("DOTNET_EnableHWIntrinsic", "512: False, 256: False, 128: False, fused: False")]
    public async Task A_process_without_the_instructions_gives_the_pinned_bits(string setting, string widths)
    {
        var command = new ProcessStartInfo("dotnet", [typeof(ScenarioBitsChild).Assembly.Location]) { RedirectStandardOutput = true };
        command.Environment[ScenarioBitsChild.Variable] = "1";
        command.Environment[setting] = "0";
        using var process = Process.Start(command)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var lines = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(2, lines.Length);
            Assert.Contains(widths, lines[0], StringComparison.Ordinal);
            Assert.Equal(Expected, lines[1]);
        }
        finally
        {
            process.Kill();
        }
    }
}
