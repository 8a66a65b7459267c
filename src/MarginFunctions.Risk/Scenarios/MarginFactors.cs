namespace MarginFunctions.Risk.Scenarios;

/// <summary>What a loss or a charge counts for in the two requirements: it is multiplied by these and added up. No unit; 1 counts it once.</summary>
public sealed record MarginFactors
{
    /// <summary>A pair of multiples.</summary>
    /// <param name="initial">From <paramref name="maintenance"/> to 10, so that initial margin is never below maintenance margin.</param>
    /// <param name="maintenance">From 0 to 10.</param>
    /// <exception cref="ArgumentException">A multiple is out of its range; the message has it.</exception>
    public MarginFactors(decimal initial, decimal maintenance)
    {
        ModelChecks.Within(maintenance, 0, 10, "The maintenance factor", nameof(maintenance));
        ModelChecks.Within(initial, maintenance, 10, "The initial factor", nameof(initial));
        Initial = initial;
        Maintenance = maintenance;
    }

    /// <summary>Multiple in initial margin.</summary>
    public decimal Initial { get; }

    /// <summary>Multiple in maintenance margin, never above <see cref="Initial"/>.</summary>
    public decimal Maintenance { get; }
}
