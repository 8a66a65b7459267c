using Microsoft.Extensions.Configuration;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>Settings that remember what was asked for.</summary>
internal sealed class RecordingSettings : ConfigurationProvider
{
    public RecordingSettings(IReadOnlyDictionary<string, string?> settings) => Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Read { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override bool TryGet(string key, out string? value)
    {
        Read.Add(key);
        return base.TryGet(key, out value);
    }
}
