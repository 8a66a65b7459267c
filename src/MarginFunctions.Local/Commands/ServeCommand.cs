using System.CommandLine;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Hosting;
using MarginFunctions.Local.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginFunctions.Local.Commands;

/// <summary><c>serve</c>: the engine as a service on this machine, until stopped.</summary>
internal static class ServeCommand
{
    private const int DefaultPort = 7071;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1.", DefaultValueFactory = _ => DefaultPort };
        var data = new Option<FileInfo>("--data") { Description = "The file with all state and queues; created when absent.", DefaultValueFactory = _ => new FileInfo("margin-functions.db") };
        var parameters = new Option<FileInfo?>("--parameters") { Description = "Risk parameters; the sample when absent." };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 0 or > 65535))
            {
                result.AddError($"--port = {result.Tokens[0].Value} is not a port from 0 to 65535.");
            }
        });
        var command = new Command("serve", "Stay up: take messages over HTTP, process them, hand out what they lead to.") { port, data, parameters, WebhookOptions.FileOption, WebhookOptions.LocalOption };
        command.SetAction((result, stop) => RunAsync(
            result.GetValue(port), result.GetRequiredValue(data), CommandFiles.LoadParameters(result.GetValue(parameters)), WebhookOptions.Read(result), stop));
        return command;
    }

    private static async Task<int> RunAsync(int port, FileInfo data, Risk.Parameters.RiskParameters parameters, WebhookOptions? webhooks, CancellationToken stop)
    {
        await using var host = await OpenAsync(data, parameters, stop);

        // No settings but the options above: no files watched, and of the environment only secrets of webhooks.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Limits.MaxRequestBodySize = MessageLimits.BodyBytes + 1).UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddRoutingCore();
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            // A start that fails is told once, by us. A background service that fails stops the host, which is critical.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)

            // Kestrel warns when its clock ticks late, which on a busy machine says nothing of the engine.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.Services.AddSingleton(host);
        builder.Services.AddHostedService<EnginePump>();
        if (webhooks is not null)
        {
            await host.Webhooks.ReplaceAllAsync(webhooks.Directory.Destinations, stop);
            builder.Services.AddWebhooks(host, webhooks.Rules);
        }

        await using var app = builder.Build();
        app.UseLocalCallersOnly();
        QueueEndpoints.Map(app, host, notifies: webhooks is not null);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException problem)
        {
            throw new CommandFailure($"--port = {port} cannot be used: {problem.Message}", problem);
        }

        if (webhooks is { Rules.AllowLoopback: true })
        {
            await Console.Error.WriteLineAsync("Webhooks on this machine are allowed, without TLS: for development only.");
        }

        Console.WriteLine($"Serving {string.Join(", ", app.Urls)} with parameters {parameters.Version} on {data.FullName}. Stop with Ctrl+C.");
        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    private static async Task<EngineHost> OpenAsync(FileInfo data, Risk.Parameters.RiskParameters parameters, CancellationToken stop)
    {
        try
        {
            return await EngineHost.OpenAsync(data.FullName, EmbeddedDurability.Full, parameters, TimeProvider.System, stop);
        }
        catch (Exception problem) when (problem is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"--data = {data} cannot be used: {problem.Message}", problem);
        }
    }
}
