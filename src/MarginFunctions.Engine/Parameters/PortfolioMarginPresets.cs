using System.Collections.Concurrent;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Portfolio-margin models that ship with the engine, by name. What each follows and where it differs is in <c>docs/methodology.md</c>.</summary>
public static class PortfolioMarginPresets
{
    private const string Folder = "MarginFunctions.Engine.Parameters.Presets.";

    private static readonly ConcurrentDictionary<string, PortfolioMarginModel> Loaded = new(StringComparer.Ordinal);

    /// <summary>The names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(PortfolioMarginPresets).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => n[Folder.Length..^".json".Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A preset's own document: what <c>portfolioMargin</c> would hold if it were written out.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such preset.</exception>
    public static byte[] Document(string name)
    {
        using var stream = typeof(PortfolioMarginPresets).Assembly.GetManifestResourceStream($"{Folder}{name}.json")
            ?? throw new ArgumentException($"There is no preset {name}; there are {string.Join(", ", Names)}.", nameof(name));
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>The model of a preset.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such preset.</exception>
    public static PortfolioMarginModel Load(string name) => Loaded.GetOrAdd(name, static n =>
    {
        var problems = StrictDocument.Read(Document(n), PortfolioMarginReader.ReadModel, out var model);
        return problems.Count == 0 ? model! : throw new InvalidOperationException($"Preset {n} cannot be used: {string.Join("; ", problems)}");
    });
}
