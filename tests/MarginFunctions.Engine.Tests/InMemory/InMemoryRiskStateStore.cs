using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;

namespace MarginFunctions.Engine.Tests.InMemory;

/// <summary>Versions of the risk state in memory, as JSON, as a table has them.</summary>
internal sealed class InMemoryRiskStateStore(PortSteps steps) : IRiskStateStore
{
    private readonly List<byte[]> versions = [];

    public async Task<RiskStateRecord?> ReadLatestAsync(CancellationToken cancellationToken)
    {
        await steps.Enter("risk.ReadLatest").ConfigureAwait(false);
        var latest = Now();
        await steps.Leave("risk.ReadLatest").ConfigureAwait(false);
        return latest;
    }

    public async Task<RiskStateRecord?> ReadAsync(long version, CancellationToken cancellationToken)
    {
        await steps.Enter($"risk.Read v{version}").ConfigureAwait(false);
        lock (versions)
        {
            return version < 1 || version > versions.Count ? null : Read(versions[(int)version - 1]);
        }
    }

    public async Task<bool> TryAppendAsync(RiskStateRecord next, CancellationToken cancellationToken)
    {
        var call = $"risk.Append v{next.Version}";
        await steps.Enter(call).ConfigureAwait(false);
        var stored = Append(next);
        await steps.Leave(call).ConfigureAwait(false);
        return stored;
    }

    /// <summary>The latest version as it is now.</summary>
    public RiskStateRecord? Now()
    {
        lock (versions)
        {
            return versions.Count == 0 ? null : Read(versions[^1]);
        }
    }

    private static RiskStateRecord? Read(byte[] body) => JsonSerializer.Deserialize(body, EngineJson.Default.RiskStateRecord);

    private bool Append(RiskStateRecord next)
    {
        lock (versions)
        {
            if (next.Version != versions.Count + 1)
            {
                return false;
            }

            versions.Add(JsonSerializer.SerializeToUtf8Bytes(next, EngineJson.Default.RiskStateRecord));
            return true;
        }
    }
}
