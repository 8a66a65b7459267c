namespace MarginFunctions.Risk.Scenarios;

/// <summary>Underlyings put together into the two requirements, in the order in which they come.</summary>
internal struct RequirementTotal(PortfolioMarginModel model)
{
    private readonly double initialFactor = (double)model.Factors.Initial;
    private readonly double maintenanceFactor = (double)model.Factors.Maintenance;
    private double addedInitial;
    private double addedMaintenance;
    private double floorInitial;
    private double floorMaintenance;
    private double stress;

    /// <summary>Initial margin, unrounded.</summary>
    public double Initial { get; private set; }

    /// <summary>Maintenance margin, unrounded.</summary>
    public double Maintenance { get; private set; }

    /// <summary>Adds an underlying.</summary>
    /// <param name="losses">That count, by scenario.</param>
    /// <param name="joint">Where losses of a joint model are gathered by scenario; not touched otherwise.</param>
    /// <param name="expiryStress">Of this underlying.</param>
    /// <param name="charges">Of this underlying.</param>
    public void Add(ReadOnlySpan<double> losses, Span<double> joint, double expiryStress, in UnderlyingCharges charges)
    {
        if (!model.Combination.IsJoint)
        {
            var worst = ScenarioLosses.Worst(losses);
            var loss = Math.Max(worst < 0 ? 0 : losses[worst], expiryStress);
            Initial += Math.Max(initialFactor * loss + charges.AddedInitial, charges.FloorInitial);
            Maintenance += Math.Max(maintenanceFactor * loss + charges.AddedMaintenance, charges.FloorMaintenance);
            return;
        }

        var offset = (double)model.Combination.GainOffset;
        for (var j = 0; j < losses.Length; j++)
        {
            joint[j] += losses[j] > 0 ? losses[j] : offset * losses[j];
        }

        stress += expiryStress;
        addedInitial += charges.AddedInitial;
        addedMaintenance += charges.AddedMaintenance;
        floorInitial += charges.FloorInitial;
        floorMaintenance += charges.FloorMaintenance;
    }

    /// <summary>Ends with what is of the account and not of an underlying.</summary>
    public void Finish(ReadOnlySpan<double> joint, double depegInitial, double depegMaintenance)
    {
        if (model.Combination.IsJoint)
        {
            var worst = ScenarioLosses.Worst(joint);
            var loss = Math.Max(worst < 0 ? 0 : joint[worst], stress);
            Initial = Math.Max(initialFactor * loss + addedInitial, floorInitial);
            Maintenance = Math.Max(maintenanceFactor * loss + addedMaintenance, floorMaintenance);
        }

        Initial += depegInitial;
        Maintenance += depegMaintenance;
    }
}
