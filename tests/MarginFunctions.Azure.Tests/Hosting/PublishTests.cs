using System.Diagnostics;
using MarginFunctions.Azure.Tests.Support;
using Xunit;

namespace MarginFunctions.Azure.Tests.Hosting;

public sealed class PublishTests
{
    [Fact]
    public async Task A_build_with_stand_ins_cannot_be_published()
    {
        if (!Repository.UsesStandIns)
        {
            return;
        }

        // The target that a publish runs before it copies anything; a whole publish would build first.
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["msbuild", Repository.Path("src", "MarginFunctions", "MarginFunctions.csproj"), "-t:PrepareForPublish", "-nologo", "-v:q", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            Environment = { ["AzurePackages"] = "standins" },
        })!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();

        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains("MF0001", output, StringComparison.Ordinal);
        Assert.Contains("Unset AzurePackages and StandIns", output, StringComparison.Ordinal);
    }
}
