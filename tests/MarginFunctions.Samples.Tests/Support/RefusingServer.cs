using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>A server that lets nobody in, as Service Bus does with a token that has expired.</summary>
internal sealed class RefusingServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private RefusingServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>The Authorization headers of all requests.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = [];

    public static async Task<RefusingServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new RefusingServer(builder.Build());
        server.app.Run(server.RefuseAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task RefuseAsync(HttpContext context)
    {
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("<Error><Code>401</Code>\n<Detail>The token has expired.</Detail></Error>\n");
    }
}
