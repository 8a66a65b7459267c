namespace MarginFunctions.Samples.Tests.Support;

/// <summary>A sample, and the command that the page gives for it.</summary>
internal sealed record Sample(string Language, string Program, string[] Arguments)
{
    /// <summary>What a sample reads besides its argument; nothing of the test run's own environment gets through.</summary>
    public const string Token = "SERVICE_BUS_TOKEN", Instrument = "MARGIN_INSTRUMENT", WaitSeconds = "MARGIN_WAIT_SECONDS";

    public static IReadOnlyList<Sample> All { get; } =
    [
        new("csharp", "dotnet", ["run", "docs/samples/csharp/margin-client.cs"]),
        new("javascript", "node", ["docs/samples/javascript/margin-client.mjs"]),
        new("python", "python3", ["docs/samples/python/margin_client.py"]),
    ];

    public static IReadOnlyList<string> Settings { get; } = [Token, Instrument, WaitSeconds];

    /// <summary>The command without the address.</summary>
    public string CommandLine => string.Join(' ', [Program, .. Arguments]);

    public string File => Path.Combine(Repository.Root, Arguments[^1]);

    public static Sample In(string language) => All.Single(sample => sample.Language == language);

    public Task<Finished> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public async Task<Finished> RunAsync(string[] arguments, Dictionary<string, string?> settings)
    {
        if (Language == "csharp")
        {
            // Runs at the same time would build at the same time, and the first would be slow.
            await CSharpBuild.Done;
        }

        var environment = Settings.ToDictionary(name => name, name => settings.GetValueOrDefault(name));
        return await Command.RunAsync(Program, [.. Arguments, .. arguments], environment);
    }
}
