using System.Collections.Concurrent;
using System.Text.Json;
using MarginFunctions.Infra.Tests.Support;
using MarginFunctions.Node;

namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>Reads Bicep files. Each text is parsed once, and many in one run of Node.js.</summary>
internal static class BicepReader
{
    private static readonly NodePackage Node = new(Repository.TestFolder);
    private static readonly ConcurrentDictionary<string, BicepFile> Known = new(StringComparer.Ordinal);
    private static readonly SemaphoreSlim Turn = new(1);
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true };

    /// <summary>Parses texts.</summary>
    /// <returns>For each text, in order, what it says.</returns>
    public static async Task<IReadOnlyList<BicepFile>> ReadAsync(IReadOnlyList<string> texts)
    {
        await Turn.WaitAsync();
        try
        {
            var fresh = texts.Distinct().Where(text => !Known.ContainsKey(text)).ToList();
            if (fresh.Count > 0)
            {
                var input = JsonSerializer.Serialize(fresh.Select((text, i) => KeyValuePair.Create($"{i}", text)).ToDictionary());
                var output = JsonSerializer.Deserialize<Dictionary<string, BicepFile>>(await Node.RunAsync("bicep-facts.mjs", input), Format)!;
                for (var i = 0; i < fresh.Count; i++)
                {
                    Known[fresh[i]] = output[$"{i}"];
                }
            }
        }
        finally
        {
            Turn.Release();
        }

        return [.. texts.Select(text => Known[text])];
    }
}
