using System.Globalization;
using System.Text.Json;

namespace MarginFunctions.Engine.Json;

/// <summary>One object of a <see cref="StrictDocument"/>. Each field is asked for once; what nobody asked for is unknown and refused.</summary>
public sealed class StrictObject
{
    private const int LongestField = 200;

    private const int LongestReason = 500;

    private static readonly string[] SpanForms = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    private readonly JsonElement element;
    private readonly List<Problem> problems;
    private readonly List<string> asked = [];
    private int found;

    internal StrictObject(JsonElement element, string path, List<Problem> problems)
    {
        this.element = element;
        this.problems = problems;
        Path = path;
    }

    /// <summary>Where the object stands in its document; empty for the root.</summary>
    public string Path { get; }

    /// <summary>A non-empty string.</summary>
    public string Text(string name) => Find(name, required: true) is { } value ? TextOf(name, value) : "";

    /// <summary>A non-empty string, or null when the field is absent.</summary>
    public string? OptionalText(string name) => Find(name, required: false) is { } value ? TextOf(name, value) : null;

    /// <summary>A decimal, given as a JSON number or as a string.</summary>
    public decimal Decimal(string name) => Find(name, required: true) is { } value ? DecimalOf(name, value) ?? 0 : 0;

    /// <summary>A decimal, or null when the field is absent.</summary>
    public decimal? OptionalDecimal(string name) => Find(name, required: false) is { } value ? DecimalOf(name, value) : null;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public long Integer(string name, long least, long most)
    {
        if (Find(name, required: true) is not { } value)
        {
            return least;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Report(name, value, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return least;
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, or <paramref name="otherwise"/> when the field is absent.</summary>
    public long OptionalInteger(string name, long least, long most, long otherwise) => Has(name) ? Integer(name, least, most) : otherwise;

    /// <summary>A boolean, or <paramref name="otherwise"/> when the field is absent.</summary>
    public bool OptionalBoolean(string name, bool otherwise)
    {
        if (Find(name, required: false) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Report(name, value, "must be true or false");
        return otherwise;
    }

    /// <summary>A moment in ISO 8601 with its offset, for example <c>2026-05-19T13:00:00Z</c>.</summary>
    public DateTimeOffset Time(string name) => Find(name, required: true) is { } value ? TimeOf(name, value) ?? default : default;

    /// <summary>A moment, or null when the field is absent.</summary>
    public DateTimeOffset? OptionalTime(string name) => Find(name, required: false) is { } value ? TimeOf(name, value) : null;

    /// <summary>A span of time as <c>[d.]hh:mm:ss</c>.</summary>
    public TimeSpan Span(string name) => Find(name, required: true) is { } value ? SpanOf(name, value) ?? default : default;

    /// <summary>A span of time, or null when the field is absent.</summary>
    public TimeSpan? OptionalSpan(string name) => Find(name, required: false) is { } value ? SpanOf(name, value) : null;

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string name, IReadOnlyDictionary<string, T> choices, T otherwise, bool required)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (Find(name, required) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind == JsonValueKind.String && choices.TryGetValue(value.GetString()!, out var choice))
        {
            return choice;
        }

        Report(name, value, $"must be one of {string.Join(", ", choices.Keys.Select(k => $"\"{k}\""))}");
        return otherwise;
    }

    /// <summary>A nested object, or null when it is absent or no object.</summary>
    public T? Object<T>(string name, Func<StrictObject, T?> read, bool required = true)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return Find(name, required) is { } value ? ObjectOf(value, PathOf(name), read) : null;
    }

    /// <summary>An array of objects; empty when absent and not required.</summary>
    public IReadOnlyList<T> Array<T>(string name, Func<StrictObject, T?> read, bool required, int most = 1000)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        if (Find(name, required) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            Report(name, value, string.Create(CultureInfo.InvariantCulture, $"must be an array of at most {most} objects"));
            return [];
        }

        var items = new List<T>(value.GetArrayLength());
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (ObjectOf(item, $"{PathOf(name)}[{index++}]", read) is { } read1)
            {
                items.Add(read1);
            }
        }

        return items;
    }

    /// <summary>An array of decimals.</summary>
    public IReadOnlyList<decimal> Decimals(string name, int least, int most)
    {
        if (Find(name, required: true) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < least || value.GetArrayLength() > most)
        {
            Report(name, value, string.Create(CultureInfo.InvariantCulture, $"must be an array of {least} to {most} numbers"));
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => DecimalOf($"{name}[{index}]", item) ?? 0)];
    }

    /// <summary>An array of spans of time, each as <c>[d.]hh:mm:ss</c>; null when the field is absent.</summary>
    public IReadOnlyList<TimeSpan>? OptionalSpans(string name, int most)
    {
        if (Find(name, required: false) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > most)
        {
            Report(name, value, string.Create(CultureInfo.InvariantCulture, $"must be an array of at most {most} time spans"));
            return null;
        }

        return [.. value.EnumerateArray().Select((item, index) => SpanOf($"{name}[{index}]", item) ?? default)];
    }

    /// <summary>An array of non-empty strings.</summary>
    public IReadOnlyList<string> Texts(string name, int least, int most)
    {
        if (Find(name, required: true) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < least || value.GetArrayLength() > most)
        {
            Report(name, value, string.Create(CultureInfo.InvariantCulture, $"must be an array of {least} to {most} strings"));
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => TextOf($"{name}[{index}]", item))];
    }

    /// <summary>An object used as a map from names to decimals; empty when absent.</summary>
    public IReadOnlyDictionary<string, decimal> OptionalDecimals(string name)
    {
        var map = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (Find(name, required: false) is not { } value)
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(name, value, "must be an object of names and numbers");
            return map;
        }

        foreach (var property in value.EnumerateObject())
        {
            map[property.Name] = DecimalOf($"{name}.{property.Name}", property.Value) ?? 0;
        }

        return map;
    }

    /// <summary>An object used as a map from names to arrays of objects; empty when absent.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<T>> Arrays<T>(string name, Func<StrictObject, T?> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        var map = new Dictionary<string, IReadOnlyList<T>>(StringComparer.Ordinal);
        if (Find(name, required: true) is not { } value)
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(name, value, "must be an object of names and arrays");
            return map;
        }

        var nested = new StrictObject(value, PathOf(name), problems);
        foreach (var property in value.EnumerateObject())
        {
            map[property.Name] = nested.Array(property.Name, read, required: true);
        }

        return map;
    }

    /// <summary>Reports a problem of this object's field, with the value that stands there.</summary>
    /// <remarks>A field that has a problem already keeps it: what follows from the first is no news.</remarks>
    public void Refuse(string name, string reason) => Refuse(name, reason, element.TryGetProperty(name, out var value) ? value : null);

    /// <summary>As <see cref="Refuse(string, string)"/>, without the value: it may be a secret.</summary>
    public void RefuseUnseen(string name, string reason) => Refuse(name, reason, value: null);

    /// <summary>Takes all fields as known: the object cannot be judged because something before it was wrong.</summary>
    public void Ignore() => found = element.GetPropertyCount();

    /// <summary>Whether anything has been found wrong with the document so far.</summary>
    public bool HasProblems => problems.Count > 0;

    /// <summary>Whether the field was given at all.</summary>
    public bool Has(string name) => element.TryGetProperty(name, out _);

    internal void End()
    {
        if (found == element.GetPropertyCount())
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!asked.Contains(property.Name))
            {
                Report(property.Name, property.Value, "is not a known field");
            }
        }
    }

    private static T? ObjectOf<T>(JsonElement value, string path, Func<StrictObject, T?> read, List<Problem> problems)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Add(problems, new Problem(path, StrictDocument.Excerpt(value.GetRawText()), "must be an object"));
            return null;
        }

        var nested = new StrictObject(value, path, problems);
        var result = read(nested);
        nested.End();
        return result;
    }

    private static void Add(List<Problem> problems, Problem problem)
    {
        if (problems.Count < StrictDocument.MaximumProblems)
        {
            // Names and reasons may repeat the document's own text, as long as it likes; an answer must fit in a message.
            problems.Add(problem with { Field = StrictDocument.Excerpt(problem.Field, LongestField), Reason = StrictDocument.Excerpt(problem.Reason, LongestReason) });
        }
    }

    private T? ObjectOf<T>(JsonElement value, string path, Func<StrictObject, T?> read)
        where T : class => ObjectOf(value, path, read, problems);

    private JsonElement? Find(string name, bool required)
    {
        asked.Add(name);
        if (element.TryGetProperty(name, out var value))
        {
            found++;
            return value;
        }

        if (required)
        {
            Report(name, null, "is required");
        }

        return null;
    }

    private string TextOf(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Report(name, value, "must be a non-empty string");
        return "";
    }

    private decimal? DecimalOf(string name, JsonElement value)
    {
        if (DecimalText.TryRead(value, out var number))
        {
            return number;
        }

        Report(name, value, "must be a decimal number of at most 28 digits, as a JSON number or a string");
        return null;
    }

    private DateTimeOffset? TimeOf(string name, JsonElement value)
    {
        // A local time without an offset would mean another moment on another machine.
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 20 } text && (text[^1] == 'Z' || text[^6] is '+' or '-')
            && value.TryGetDateTimeOffset(out var time))
        {
            return time.ToUniversalTime();
        }

        Report(name, value, "must be a time with its offset, such as \"2026-05-19T13:00:00Z\"");
        return null;
    }

    private TimeSpan? SpanOf(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && TimeSpan.TryParseExact(value.GetString(), SpanForms, CultureInfo.InvariantCulture, out var span))
        {
            return span;
        }

        Report(name, value, "must be a time span such as \"01:30:00\"");
        return null;
    }

    private void Refuse(string name, string reason, JsonElement? value)
    {
        var path = PathOf(name);
        if (problems.TrueForAll(p => p.Field != path))
        {
            Report(name, value, reason);
        }
    }

    private void Report(string name, JsonElement? value, string reason) =>
        Add(problems, new Problem(PathOf(name), value is { } present ? StrictDocument.Excerpt(present.GetRawText()) : null, reason));

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
