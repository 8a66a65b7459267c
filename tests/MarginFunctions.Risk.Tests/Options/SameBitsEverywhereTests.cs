using System.Diagnostics;
using MarginFunctions.Risk.Tests.Scenarios;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Options;

public sealed class SameBitsEverywhereTests
{
    // What every machine must give. A change means that receipts written before no longer replay.
    private const string Expected = "459A9AC4B8B9AB5992E11385ACA512CEB71828452CAF74FE7EC6501996F886B5";
    private const string ExpectedOfLengths = "A515032B2AAB119A2FC592AB734063A568106597B1B5E0B0EFBEF883EE1EFF64";
    private const string ExpectedOfTails = "0B31690D080CAE8B58FC25B6FB0F2E9F6523E1EDDBAC59896F0D1BA0C243BCEC";
    private const string ExpectedOfPortfolios = "74018F9EB50355CAEDD5F6C1924D0E2D0C448D459C8F02EFCE66D851DC293D0E";

    private static readonly string[] All = [Expected, ExpectedOfLengths, ExpectedOfTails, ExpectedOfPortfolios];

    [Fact]
    public void This_process_gives_the_pinned_bits() =>
        Assert.Equal(All, new[] { BitsChild.Hash(), BitsChild.HashOfLengths(), TailBits.Hash(), ScenarioBits.Hash() });

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "512: False")]
    [InlineData("DOTNET_EnableAVX2", "fused: False")]
    [InlineData("DOTNET_EnableHWIntrinsic", "512: False, 256: False, 128: False, fused: False")]
    public async Task A_process_without_the_instructions_gives_the_pinned_bits(string setting, string widths)
    {
        var command = new ProcessStartInfo("dotnet", [typeof(BitsChild).Assembly.Location]) { RedirectStandardOutput = true };
        command.Environment[BitsChild.Variable] = "1";
        command.Environment[setting] = "0";
        using var process = Process.Start(command)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var lines = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(1 + All.Length, lines.Length);
            Assert.Contains(widths, lines[0], StringComparison.Ordinal);
            Assert.Equal(All, lines[1..]);
        }
        finally
        {
            process.Kill();
        }
    }
}
