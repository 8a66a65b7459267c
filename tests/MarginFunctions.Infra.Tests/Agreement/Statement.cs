namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>What a file says of a queue, topic or subscription.</summary>
/// <param name="Place">The file, with the line where there is one.</param>
/// <param name="Path">The path of what it speaks of, such as <c>shard-work</c> or <c>margin-calls/subscriptions/notifications</c>.</param>
/// <param name="Property">One of <see cref="EntityProperty"/>; <see cref="EntityProperty.Kind"/> says that it is there.</param>
/// <param name="Value">What the property is; null when the statement only says that the path is there.</param>
internal sealed record Statement(string Place, string Path, string Property, string? Value)
{
    /// <summary>That a path is there, whatever it is.</summary>
    public static Statement Names(string place, string path) => new(place, path, EntityProperty.Kind, Value: null);
}
