namespace MarginFunctions.Risk.Instruments;

/// <summary>What a contract's profit is paid in, and therefore how it depends on the mark.</summary>
public enum SettlementKind
{
    /// <summary>Sized in coin, paid in account currency: profit is linear in the mark.</summary>
    Linear,

    /// <summary>Sized in account currency, paid in the underlying coin: profit in coin is linear in one over the mark.</summary>
    Inverse,
}
