using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MarginFunctions.Local.Tests.Notifications;

/// <summary>A customer's web server on this machine, which behaves as a test says.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestReceiver(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single() + "/hook?token=path-secret";

    public ConcurrentQueue<ReceivedWebhook> Got { get; } = [];

    /// <summary>Starts a receiver.</summary>
    /// <param name="answer">Called after the request was kept.</param>
    public static async Task<TestReceiver> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new TestReceiver(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers;
            receiver.Got.Enqueue(new ReceivedWebhook(
                $"{headers["webhook-id"]}", $"{headers["webhook-timestamp"]}", $"{headers["webhook-signature"]}", body.ToArray(), headers.ToDictionary(h => h.Key, h => $"{h.Value}")));
            await answer(context);
        });
        await app.StartAsync();
        return receiver;
    }

    public static Task<TestReceiver> AnsweringAsync(int status, params (string Name, string Value)[] headers) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
