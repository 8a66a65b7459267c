namespace MarginFunctions.Risk.Scenarios;

/// <summary>For a stablecoin that leaves its peg: <c>max(0, move·v − h)</c> of a holding of market value <c>v</c> whose haircut takes <c>h</c> off it; <c>move·|v|</c> of a debit balance, which may have to be bought back dearer.</summary>
/// <remarks>
/// The haircut is protection against the same fall and is counted once. An asset that has this charge is in no underlying's scenarios. The charge is of the account, not of an underlying.
/// </remarks>
public sealed record DepegCharge
{
    /// <summary>A charge.</summary>
    /// <param name="asset">The collateral asset.</param>
    /// <param name="move">Of its value, above 0 and at most 1.</param>
    /// <param name="factors">What it counts for.</param>
    /// <exception cref="ArgumentException">The move is out of its range; the message has it.</exception>
    public DepegCharge(string asset, decimal move, MarginFactors factors)
    {
        ArgumentException.ThrowIfNullOrEmpty(asset);
        ModelChecks.PositiveUpTo(move, 1, $"The depeg of {asset}", nameof(move));
        ArgumentNullException.ThrowIfNull(factors);
        Asset = asset;
        Move = move;
        Factors = factors;
    }

    /// <summary>The collateral asset.</summary>
    public string Asset { get; }

    /// <summary>How far it leaves its peg.</summary>
    public decimal Move { get; }

    /// <summary>What it counts for.</summary>
    public MarginFactors Factors { get; }

    /// <summary>The charge of a holding, in account currency.</summary>
    /// <param name="value">Market value; negative for a debit balance.</param>
    /// <param name="counted">What it counts for after its haircut.</param>
    public decimal Amount(decimal value, decimal counted) => value > 0 ? Math.Max(0, Move * value - (value - counted)) : -Move * value;
}
