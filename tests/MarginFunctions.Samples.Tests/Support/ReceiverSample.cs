using System.Diagnostics;
using System.Threading.Channels;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>A sample that receives webhooks, running.</summary>
internal sealed class ReceiverSample : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Process process;

    /// <summary>Closed with the sample: what is still read of its pipes then is dropped.</summary>
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    private ReceiverSample(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "(the end)");
        process.ErrorDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "(the end)");
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
        sample.Address = (await sample.NextAsync())["listening on ".Length..];
        return sample;
    }

    /// <summary>The next line that it prints.</summary>
    /// <exception cref="TimeoutException">It printed nothing.</exception>
    public Task<string> NextAsync() => lines.Reader.ReadAsync().AsTask().WaitAsync(Longest);

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
        lines.Writer.TryComplete();
    }
}
