using System.Text.Json.Serialization;

namespace MarginFunctions.Engine.Json;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Field">Where, as a path: <c>positions[0].quantity</c>; empty for the document itself.</param>
/// <param name="Value">The offending text as it stood there, cut at 100 characters; null when the field is absent.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record Problem(
    [property: JsonPropertyName("field")] string Field, [property: JsonPropertyName("value")] string? Value, [property: JsonPropertyName("reason")] string Reason)
{
    /// <summary>The problem as one line for people.</summary>
    public override string ToString() => $"{(Field.Length == 0 ? "document" : Field)}{(Value is null ? "" : $" = {Value}")}: {Reason}";
}
