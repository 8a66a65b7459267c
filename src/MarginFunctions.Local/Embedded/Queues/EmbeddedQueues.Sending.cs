using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded.Storage;

namespace MarginFunctions.Local.Embedded.Queues;

/// <content>Sending.</content>
public sealed partial class EmbeddedQueues
{
    /// <inheritdoc/>
    /// <remarks>Here a call sends all messages or none.</remarks>
    public Task SendAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
        {
            return Task.CompletedTask;
        }

        var routes = new EntityRoute[messages.Count];
        var fingerprints = new MessageFingerprint[messages.Count];
        for (var i = 0; i < routes.Length; i++)
        {
            routes[i] = i > 0 && messages[i].Entity == messages[i - 1].Entity ? routes[i - 1] : topology.Route(messages[i].Entity);
            Check(messages[i], routes[i].Entity);
            fingerprints[i] = MessageFingerprint.Of(messages[i].MessageId);
        }

        return database.WriteAsync(scope => Send(scope, messages, routes, fingerprints), cancellationToken);
    }

    private bool Send(WriteScope scope, IReadOnlyList<OutgoingMessage> messages, EntityRoute[] routes, MessageFingerprint[] fingerprints)
    {
        var now = Now();
        var touched = new HashSet<EntityRoute>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < routes.Length; i++)
        {
            var route = routes[i];
            if ((i == 0 || route != routes[i - 1]) && touched.Add(route))
            {
                Touch(scope, route);
            }

            if (route.Sent.Add(fingerprints[i], now))
            {
                foreach (var queue in route.Targets)
                {
                    queue.Add(scope, messages[i], now);
                }
            }
        }

        foreach (var route in touched)
        {
            route.Sent.Write(scope.Session, now);
        }

        return true;
    }

    private static void Touch(WriteScope scope, EntityRoute route)
    {
        scope.Touch(route.Sent);
        foreach (var queue in route.Targets)
        {
            scope.Touch(queue);
            queue.Announce(scope);
        }
    }

    private static void Check(OutgoingMessage message, EntityDefinition entity)
    {
        if (message.MessageId is not { Length: > 0 and <= MessageLimits.MessageIdLength })
        {
            throw Refused(message, $"its id has {message.MessageId?.Length ?? 0} characters; 1 to {MessageLimits.MessageIdLength} are allowed");
        }

        if (message.Body.Length > MessageLimits.BodyBytes)
        {
            throw Refused(message, $"its body has {message.Body.Length} bytes; {MessageLimits.BodyBytes} are the most");
        }

        if (entity.RequiresSession && string.IsNullOrEmpty(message.SessionId))
        {
            throw Refused(message, "it has no session id, and every message there needs one");
        }

        if (message.SessionId?.Length > MessageLimits.MessageIdLength)
        {
            throw Refused(message, $"its session id has {message.SessionId.Length} characters; {MessageLimits.MessageIdLength} are the most");
        }
    }

    private static ArgumentException Refused(OutgoingMessage message, string why) =>
        new($"Message '{message.MessageId}' cannot be sent to {message.Entity}: {why}.");
}
