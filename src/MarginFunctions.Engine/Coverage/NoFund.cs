using MarginFunctions.Engine.Ports;

namespace MarginFunctions.Engine.Coverage;

/// <summary>A deployment without an insurance fund.</summary>
public sealed class NoFund : IFundBalance
{
    /// <inheritdoc/>
    public Task<decimal?> ReadBalanceAsync(string currency, CancellationToken cancellationToken) => Task.FromResult<decimal?>(null);
}
