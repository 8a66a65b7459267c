namespace MarginFunctions.Risk.Instruments;

/// <summary>What the holder of a European option may do at expiry.</summary>
public enum OptionType
{
    /// <summary>Buy the underlying at the strike.</summary>
    Call,

    /// <summary>Sell the underlying at the strike.</summary>
    Put,
}
