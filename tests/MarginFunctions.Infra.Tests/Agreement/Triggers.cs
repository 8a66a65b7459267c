using System.Reflection;
using MarginFunctions.Engine.Ports;
using Microsoft.Azure.Functions.Worker;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The functions of the app.</summary>
internal static class Triggers
{
    /// <summary>What the Functions host reads from the attributes.</summary>
    public static IReadOnlyList<FunctionFacts> Read() =>
    [
        .. from type in typeof(MarginFunctions.Functions.ProcessShard).Assembly.GetTypes()
           from method in type.GetMethods()
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           let trigger = method.GetParameters().Select(p => p.GetCustomAttribute<ServiceBusTriggerAttribute>()).FirstOrDefault(t => t is not null)
           orderby function.Name
           select new FunctionFacts(function.Name, $"src/MarginFunctions/Functions/{type.Name}.cs", PathOf(trigger), trigger?.Connection, trigger?.IsSessionsEnabled, trigger?.AutoCompleteMessages),
    ];

    /// <summary>What the triggers say of their queues.</summary>
    public static EntitySource Statements(IReadOnlyList<FunctionFacts> functions) => EntitySource.InPassing(
        "src/MarginFunctions/Functions",
        from function in functions
        let queue = function.Queue ?? ""
        where queue.Length > 0
        from statement in new[]
        {
            new Statement(function.File, queue, EntityProperty.Kind, queue.Contains('/') ? "subscription" : "queue"),
            new Statement(function.File, queue, EntityProperty.RequiresSession, EntityProperty.Normalise(EntityProperty.RequiresSession, function.UsesSessions)),
        }
        select statement);

    private static string? PathOf(ServiceBusTriggerAttribute? trigger) =>
        trigger?.TopicName is { } topic ? EntityDefinition.SubscriptionPath(topic, trigger.SubscriptionName ?? "") : trigger?.QueueName;
}
