using System.Collections.Concurrent;
using System.Diagnostics;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>A sample that receives webhooks, running.</summary>
internal sealed class ReceiverSample : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Process process;
    private readonly BlockingCollection<string> lines = [];

    private ReceiverSample(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => lines.Add(line.Data ?? "(the end)");
        process.ErrorDataReceived += (_, line) => lines.Add(line.Data ?? "(the end)");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The commands that the page gives, without their settings.</summary>
    public static IReadOnlyDictionary<string, string> Commands { get; } = new Dictionary<string, string>
    {
        ["csharp"] = "dotnet run docs/samples/csharp/webhook-receiver.cs",
        ["javascript"] = "node docs/samples/javascript/webhook-receiver.mjs",
        ["python"] = "python3 docs/samples/python/webhook_receiver.py",
    };

    public string Address { get; private set; } = "";

    public static async Task<ReceiverSample> StartAsync(string language, string secrets)
    {
        if (language == "csharp")
        {
            await CSharpBuild.Done;
        }

        var words = Commands[language].Split(' ');
        var start = new ProcessStartInfo(words[0], [.. words[1..], "0"]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WEBHOOK_SECRETS"] = secrets;
        var sample = new ReceiverSample(Process.Start(start)!);
        sample.Address = sample.Next()["listening on ".Length..];
        return sample;
    }

    /// <summary>The next line that it prints.</summary>
    public string Next() => lines.TryTake(out var line, Longest) ? line : throw new TimeoutException("The sample printed nothing.");

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
        lines.Dispose();
    }
}
