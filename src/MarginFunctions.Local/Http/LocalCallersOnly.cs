using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MarginFunctions.Local.Http;

/// <summary>
/// The server asks no one who they are, so pages in a browser on this machine must not reach it: not by posting to it (they come with an Origin), nor by a name of theirs that resolves to 127.0.0.1 (they come
/// with that name as Host).
/// </summary>
internal static class LocalCallersOnly
{
    public static void UseLocalCallersOnly(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.Headers.Origin.Count == 0 && context.Request.Host.Host is "127.0.0.1" or "localhost")
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync("This server takes requests to 127.0.0.1 or localhost, and none from web pages.");
    });
}
