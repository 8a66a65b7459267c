namespace MarginFunctions.Engine.Ports;

/// <summary>What the insurance fund has.</summary>
public interface IFundBalance
{
    /// <summary>The balance in one currency, not negative; null where there is no fund.</summary>
    Task<decimal?> ReadBalanceAsync(string currency, CancellationToken cancellationToken);
}
