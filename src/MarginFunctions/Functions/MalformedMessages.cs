using Azure.Messaging.ServiceBus;
using MarginFunctions.Engine.Json;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Functions;

/// <summary>What becomes of internal messages that cannot be read: dead letters with the reason, for no delivery makes them better.</summary>
internal static class MalformedMessages
{
    // Service Bus takes 4,096 characters.
    private const int LongestDescription = 4000;

    public static Task DeadLetterAsync(this ServiceBusMessageActions actions, ServiceBusReceivedMessage message, string reason, IReadOnlyList<Problem> problems)
    {
        var description = string.Join('\n', problems);
        return actions.DeadLetterMessageAsync(message, null, reason, description[..Math.Min(description.Length, LongestDescription)], CancellationToken.None);
    }
}
