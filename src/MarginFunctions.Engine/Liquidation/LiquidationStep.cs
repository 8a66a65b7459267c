using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.State;

namespace MarginFunctions.Engine.Liquidation;

/// <summary>What a look at a pool sends out beside the events of its status.</summary>
internal sealed record LiquidationStep
{
    /// <summary>Nothing.</summary>
    public static LiquidationStep None { get; } = new();

    /// <summary>The cancellation of the job that was open; null for none.</summary>
    public LiquidationJob? Cancellation { get; init; }

    /// <summary>The job that is issued; null for none.</summary>
    public LiquidationJob? Job { get; init; }

    /// <summary>What <see cref="Job"/> was made from; null where no plan decides it.</summary>
    public PlanRecord? Plan { get; init; }

    /// <summary>What the insurance fund is asked or told; null for nothing.</summary>
    public CoverageRequest? Request { get; init; }

    /// <summary>The bad debt that is taken over in this transaction, positive; 0 for none.</summary>
    public decimal Covered { get; init; }

    /// <summary>Whether anything is sent or booked.</summary>
    public bool IsAny => Cancellation is not null || Job is not null || Request is not null || Covered > 0;
}
