using System.CommandLine;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Notifications.Webhooks;

namespace MarginFunctions.Local.Commands;

/// <summary>What <c>serve</c> is told of webhooks.</summary>
/// <param name="Rules">What addresses may be.</param>
/// <param name="Directory">Where notifications go.</param>
internal sealed record WebhookOptions(WebhookRules Rules, NotificationDirectoryFile Directory)
{
    public static Option<FileInfo?> FileOption { get; } = new("--webhooks")
    {
        Description = "Where notifications go; see docs/notifications.md. With it the server itself reads the subscription notifications, and posts. Secrets are environment variables, WEBHOOK_SECRET_….",
    };

    public static Option<bool> LocalOption { get; } = new("--allow-local-webhooks")
    {
        Description = "For development: webhooks may be on this machine, without TLS and on any port.",
    };

    /// <summary>Null when no file is named.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is wrong.</exception>
    public static WebhookOptions? Read(ParseResult result)
    {
        var rules = new WebhookRules { AllowLoopback = result.GetValue(LocalOption) };
        if (result.GetValue(FileOption) is not { } file)
        {
            return rules.AllowLoopback ? throw new CommandFailure("--allow-local-webhooks needs --webhooks FILE.") : null;
        }

        return new WebhookOptions(rules, CommandFiles.Use(file.FullName, path => NotificationDirectoryFile.Load(path, rules)));
    }
}
