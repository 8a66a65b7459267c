using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Risk.Bands;

/// <summary>Charges added up as intervals, times their factors of maintenance margin, beside what they are today.</summary>
internal struct ChargeRange
{
    private double least;
    private double most;
    private double today;

    /// <summary>How far the sum can be from today's.</summary>
    public readonly (double Fall, double Rise) Change => (Math.Min(0, least - today), Math.Max(0, most - today));

    /// <summary>Adds a charge that the model has, when it has factors.</summary>
    public void Add(MarginFactors? factors, double amountLeast, double amountMost, double amountToday)
    {
        var factor = (double)(factors?.Maintenance ?? 0);
        least += factor * amountLeast;
        most += factor * amountMost;
        today += factor * amountToday;
    }
}
