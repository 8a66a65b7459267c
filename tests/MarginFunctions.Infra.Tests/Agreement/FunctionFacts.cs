namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>A function of the app.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The file of its class.</param>
/// <param name="Queue">The queue, or the subscription of a topic, that triggers it; null for another trigger.</param>
/// <param name="Connection">The setting of the connection to the queue.</param>
/// <param name="UsesSessions">Whether it accepts sessions.</param>
/// <param name="AutoCompletes">Whether the host settles its messages.</param>
internal sealed record FunctionFacts(string Name, string File, string? Queue, string? Connection, bool? UsesSessions, bool? AutoCompletes);
