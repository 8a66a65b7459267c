namespace MarginFunctions.Samples.Tests.Support;

/// <summary>Builds the C# samples once, without a package within reach.</summary>
internal static class CSharpBuild
{
    private static readonly Lazy<Task> Build = new(BuildAsync);

    public static Task Done => Build.Value;

    private static async Task BuildAsync()
    {
        var nothing = Directory.CreateTempSubdirectory("margin-functions-");
        try
        {
            var cache = nothing.CreateSubdirectory("cache");
            var feed = nothing.CreateSubdirectory("feed");
            foreach (var file in (string[])[Sample.In("csharp").File, ReceiverSample.Commands["csharp"].Split(' ')[^1]])
            {
                var build = await Command.RunAsync("dotnet", ["build", file], new Dictionary<string, string?>
                {
                    // The build reads properties from the environment as well.
                    ["RestoreSources"] = feed.FullName,
                    ["NUGET_PACKAGES"] = cache.FullName,
                    ["TreatWarningsAsErrors"] = "true",

                    // No helper process stays behind that would keep our pipes open.
                    ["MSBUILDDISABLENODEREUSE"] = "1",
                    ["UseSharedCompilation"] = "false",
                });
                Assert.True(build.ExitCode == 0, build.Output + build.Error);
            }

            Assert.Empty(cache.EnumerateFileSystemInfos());
        }
        finally
        {
            nothing.Delete(recursive: true);
        }
    }
}
