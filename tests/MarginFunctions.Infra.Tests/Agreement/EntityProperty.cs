using System.Xml;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The properties that are compared, by one name for all files, and their values in one form.</summary>
internal static class EntityProperty
{
    public const string Kind = "kind";
    public const string RequiresSession = "requiresSession";
    public const string LockDuration = "lockDuration";
    public const string MaxDeliveryCount = "maxDeliveryCount";
    public const string RequiresDuplicateDetection = "requiresDuplicateDetection";
    public const string DuplicateWindow = "duplicateDetectionHistoryTimeWindow";
    public const string TimeToLive = "defaultMessageTimeToLive";
    public const string DeadLettersOnExpiration = "deadLetteringOnMessageExpiration";
    public const string Partitioning = "enablePartitioning";

    /// <summary>What a queue says.</summary>
    public static IReadOnlyList<string> OfQueues { get; } =
        [Kind, RequiresSession, LockDuration, MaxDeliveryCount, RequiresDuplicateDetection, DuplicateWindow, TimeToLive, DeadLettersOnExpiration, Partitioning];

    /// <summary>What a topic says itself.</summary>
    public static IReadOnlyList<string> OfTopics { get; } = [Kind, RequiresDuplicateDetection, DuplicateWindow, TimeToLive, Partitioning];

    /// <summary>What is left to a topic's subscriptions.</summary>
    public static IReadOnlyList<string> OfSubscriptions { get; } = [Kind, RequiresSession, LockDuration, MaxDeliveryCount, TimeToLive, DeadLettersOnExpiration];

    private static readonly string[] Durations = [LockDuration, DuplicateWindow, TimeToLive];

    /// <summary>A value as all files are compared by: <c>PT60S</c> is <c>PT1M</c>, and <c>True</c> is <c>true</c>.</summary>
    public static string Normalise(string property, object? value) => (property, value) switch
    {
        (_, bool flag) => flag ? "true" : "false",
        (_, TimeSpan time) => XmlConvert.ToString(time),
        (_, string text) when Durations.Contains(property) && TryDuration(text) is { } time => XmlConvert.ToString(time),
        _ => $"{value}",
    };

    private static TimeSpan? TryDuration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
