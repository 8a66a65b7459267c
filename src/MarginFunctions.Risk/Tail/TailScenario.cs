namespace MarginFunctions.Risk.Tail;

/// <summary>A scenario's part in a tail: the evidence of a measure.</summary>
/// <param name="Scenario">Its place in the sample, from 0.</param>
/// <param name="Profit">Its profit; a loss is negative.</param>
/// <param name="ValueAtRiskWeight">Its weight in value at risk, 0 for most.</param>
/// <param name="ExpectedShortfallWeight">Its weight in expected shortfall.</param>
public readonly record struct TailScenario(int Scenario, double Profit, double ValueAtRiskWeight, double ExpectedShortfallWeight);
