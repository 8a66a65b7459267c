using System.Text.Json;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

/// <summary>The same history replayed twice from one seed and once from another, and the book that is left margined by <c>calc</c>.</summary>
public sealed class ReplayRuns : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("margin-functions-");

    internal byte[] First { get; private set; } = [];

    internal byte[] Again { get; private set; } = [];

    internal byte[] Other { get; private set; } = [];

    internal JsonElement Summary { get; private set; }

    internal JsonElement Margined { get; private set; }

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(PathOf("prices.csv"), PriceFile.Walk(seed: 5));
        First = await ReplayAsync("first", seed: "11");
        Again = await ReplayAsync("again", seed: "11");
        Other = await ReplayAsync("other", seed: "12");
        Summary = Parse(First);
        Margined = Parse((await LocalHost.RunAsync("calc", PathOf("first.book.json"))).AssertDone());
    }

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static JsonElement Parse(string json) => Parse(System.Text.Encoding.UTF8.GetBytes(json));

    private async Task<byte[]> ReplayAsync(string name, string seed)
    {
        var run = await LocalHost.RunAsync(
            "replay", "--prices", PathOf("prices.csv"), "--accounts", "300", "--seed", seed,
            "--summary", PathOf($"{name}.json"), "--book", PathOf($"{name}.book.json"));
        Assert.Contains("accounts liquidated", run.AssertDone(), StringComparison.Ordinal);
        return await File.ReadAllBytesAsync(PathOf($"{name}.json"));
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
