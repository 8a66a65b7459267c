namespace MarginFunctions.Risk.Scenarios;

/// <summary>What a charge does to the requirement that it belongs to.</summary>
public enum ChargeKind
{
    /// <summary>It is added.</summary>
    Added,

    /// <summary>The requirement is at least this.</summary>
    Floor,

    /// <summary>The scenarios' loss is at least this.</summary>
    LossFloor,
}
