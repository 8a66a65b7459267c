using System.Globalization;

namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>The language's functions that need no deployment, as far as templates here use them. A function answers null for arguments that it does not take.</summary>
internal static class BicepFunctions
{
    public static IReadOnlyDictionary<string, Func<object?[], object?>> Known { get; } = new Dictionary<string, Func<object?[], object?>>(StringComparer.Ordinal)
    {
        ["any"] = a => a[0],
        ["concat"] = a => a.All(x => x is IReadOnlyList<object?>) ? a.SelectMany(x => (IReadOnlyList<object?>)x!).ToList() : string.Concat(a),
        ["contains"] = a => (a[0], a[1]) switch
        {
            (string text, string part) => text.Contains(part, StringComparison.Ordinal),
            (IReadOnlyList<object?> items, var item) => items.Contains(item),
            (IReadOnlyDictionary<string, object?> values, string name) => values.ContainsKey(name),
            _ => null,
        },
        ["empty"] = a => a[0] switch
        {
            null => true,
            string text => text.Length == 0,
            IReadOnlyList<object?> items => items.Count == 0,
            IReadOnlyDictionary<string, object?> values => values.Count == 0,
            _ => null,
        },
        ["length"] = a => a[0] switch
        {
            string text => (long)text.Length,
            IReadOnlyList<object?> items => (long)items.Count,
            IReadOnlyDictionary<string, object?> values => (long)values.Count,
            _ => null,
        },
        ["filter"] = a => Items(a[0])?.Where(item => Call(a[1], item) is true).ToList(),
        ["map"] = a => Items(a[0])?.Select(item => Call(a[1], item)).ToList(),
        ["flatten"] = a => Items(a[0])?.SelectMany(item => Items(item) ?? []).ToList(),
        ["first"] = a => Items(a[0])?.FirstOrDefault(),
        ["last"] = a => Items(a[0])?.LastOrDefault(),
        ["range"] = a => a is [long from, long count] ? Enumerable.Range((int)from, (int)count).Select(i => (object?)(long)i).ToList() : null,
        ["union"] = a => a.All(x => x is IReadOnlyDictionary<string, object?>) ? Merge(a)
            : a.All(x => x is IReadOnlyList<object?>) ? a.SelectMany(x => Items(x)!).Distinct().ToList()
            : null,
        ["items"] = a => (a[0] as IReadOnlyDictionary<string, object?>)?.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (object?)new Dictionary<string, object?> { ["key"] = p.Key, ["value"] = p.Value }).ToList(),
        ["objectKeys"] = a => (a[0] as IReadOnlyDictionary<string, object?>)?.Keys.Order(StringComparer.Ordinal).ToList<object?>(),
        ["toObject"] = a => Items(a[0])?.ToDictionary(item => $"{Call(a[1], item)}", item => a.Length > 2 ? Call(a[2], item) : item),
        ["join"] = a => a is [IReadOnlyList<object?> items, string separator] ? string.Join(separator, items) : null,
        ["split"] = a => a is [string text, string separator] ? text.Split(separator).ToList<object?>() : null,
        ["replace"] = a => a is [string text, string old, string fresh] ? text.Replace(old, fresh, StringComparison.Ordinal) : null,
        ["startsWith"] = a => a is [string text, string part] ? text.StartsWith(part, StringComparison.OrdinalIgnoreCase) : null,
        ["endsWith"] = a => a is [string text, string part] ? text.EndsWith(part, StringComparison.OrdinalIgnoreCase) : null,
        ["toLower"] = a => (a[0] as string)?.ToLowerInvariant(),
        ["toUpper"] = a => (a[0] as string)?.ToUpperInvariant(),
        ["trim"] = a => (a[0] as string)?.Trim(),
        ["take"] = a => a is [string text, long count] ? text[..(int)Math.Min(count, text.Length)] : null,
        ["string"] = a => a[0] is string or long or bool ? string.Create(CultureInfo.InvariantCulture, $"{a[0]}") : null,
        ["int"] = a => long.TryParse($"{a[0]}", CultureInfo.InvariantCulture, out var number) ? number : null,
        ["bool"] = a => bool.TryParse($"{a[0]}", out var value) ? value : null,
        ["subscriptionResourceId"] = a => new Unknown(string.Join('/', a)),
        ["format"] = a => a is [string text, ..] ? string.Format(CultureInfo.InvariantCulture, text, a[1..]) : null,
    };

    private static IReadOnlyList<object?>? Items(object? value) => value as IReadOnlyList<object?>;

    private static object? Call(object? lambda, params object?[] arguments) => ((Func<object?[], object?>)lambda!)(arguments);

    private static Dictionary<string, object?> Merge(object?[] parts) => parts
        .SelectMany(part => (IReadOnlyDictionary<string, object?>)part!)
        .GroupBy(p => p.Key, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Select(p => p.Value).Aggregate((a, b) =>
            a is IReadOnlyDictionary<string, object?> && b is IReadOnlyDictionary<string, object?> ? Merge([a, b]) : b));
}
