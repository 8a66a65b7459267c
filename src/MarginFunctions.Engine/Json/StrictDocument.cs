using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace MarginFunctions.Engine.Json;

/// <summary>
/// Reads untrusted JSON field by field: unknown, repeated, absent and ill-typed fields are each a <see cref="Problem"/> with its path, and reading goes on so that all are found.
/// </summary>
/// <remarks>A serializer stops at the first error and speaks of .NET types; brokers need the field and the value.</remarks>
public static class StrictDocument
{
    /// <summary>The most problems reported for one document.</summary>
    public const int MaximumProblems = 20;

    private const int ExcerptLength = 100;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Parses a document whose root is an object and reads it.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="read">Reads the root; what it returns counts only if no problem was found.</param>
    /// <param name="value">What was read; default when there are problems.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static IReadOnlyList<Problem> Read<T>(ReadOnlyMemory<byte> json, Func<StrictObject, T> read, out T? value)
    {
        ArgumentNullException.ThrowIfNull(read);
        value = default;

        // The parser lets through what the reader of a string then throws on: bytes that are no UTF-8, and halves of surrogate pairs.
        if (!Utf8.IsValid(json.Span))
        {
            return [new Problem("", ExcerptOf(json), "must be UTF-8")];
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Options);
        }
        catch (JsonException failure)
        {
            return [new Problem("", ExcerptOf(json), $"not valid JSON: {Excerpt(FirstSentence(failure.Message))}")];
        }
        catch (InvalidOperationException)
        {
            return [HalfPair(json)];
        }

        using (document)
        {
            return MayHoldHalfPairs(json) && HasHalfPair(document.RootElement)
                ? [HalfPair(json)]
                : Read(document.RootElement, read, out value);
        }
    }

    /// <summary>Reads a value that has been parsed already, which must be an object.</summary>
    public static IReadOnlyList<Problem> Read<T>(JsonElement root, Func<StrictObject, T> read, out T? value)
    {
        var problems = new List<Problem>();
        value = default;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return [new Problem("", Excerpt(root.GetRawText()), "must be a JSON object")];
        }

        var reader = new StrictObject(root, path: "", problems);
        var result = read(reader);
        reader.End();
        if (problems.Count == 0)
        {
            value = result;
        }

        return problems;
    }

    internal static string Excerpt(string text, int length = ExcerptLength) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");

    private static string ExcerptOf(ReadOnlyMemory<byte> json) => Excerpt(Encoding.UTF8.GetString(json.Span[..Math.Min(json.Length, 2 * ExcerptLength)]));

    private static Problem HalfPair(ReadOnlyMemory<byte> json) => new("", ExcerptOf(json), "holds an escaped half of a surrogate pair, which is no character");

    private static bool MayHoldHalfPairs(ReadOnlyMemory<byte> json) => json.Span.IndexOf("\\ud"u8) >= 0 || json.Span.IndexOf("\\uD"u8) >= 0;

    private static bool HasHalfPair(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.Object => element.EnumerateObject().Any(p => p.Name.Length < 0 || HasHalfPair(p.Value)),
                JsonValueKind.Array => element.EnumerateArray().Any(HasHalfPair),
                JsonValueKind.String => element.GetString()!.Length < 0,
                _ => false,
            };
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static string FirstSentence(string message) => message.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? message[..(end + 1)] : message;
}
