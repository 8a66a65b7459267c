using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

/// <summary>The hash of what the tail measures give, the same in every process on every machine.</summary>
internal static class TailBits
{
    /// <summary>
    /// SHA-256 of simulated returns, portfolio profits and measures at every number of scenarios from 1 to 256 and of portfolios from 0 to 40, evidence, moments, and estimates of volatility.
    /// </summary>
    public static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        const int Instruments = 5;
        var factor = CholeskyFactor.Of([4e-4, 1e-4, 0, 0, 1e-4, 1e-4, 9e-4, 0, 2e-4, 0, 0, 0, 1e-4, 0, 0, 0, 2e-4, 0, 16e-4, 0, 1e-4, 0, 0, 0, 25e-4], Instruments);
        var returns = new double[Instruments * 256];
        foreach (var simulation in (JointReturns[])[JointReturns.Normal(factor, 42), JointReturns.StudentT(factor, 42, 3.5)])
        {
            for (var scenarios = 1; scenarios <= 256; scenarios++)
            {
                simulation.Fill(scenarios, returns.AsSpan(0, Instruments * scenarios));
                var joint = new ScenarioMatrix(returns.AsSpan(0, Instruments * scenarios), Instruments, scenarios);
                var (ends, instruments, quantities) = Portfolios(scenarios % 41);
                var (measures, workspace) = (new TailMeasure[ends.Length], new double[joint.WorkspaceLength]);
                foreach (var rule in QuantileRule.All)
                {
                    joint.Measure(new PortfolioPositions(ends, instruments, quantities), new HistoricalTail(new(0.97m), rule, scenarios, TailExtrapolation.Flat), workspace, measures);
                    hash.AppendData(MemoryMarshal.AsBytes(measures.AsSpan()));
                }

                var profits = new double[scenarios];
                joint.Profits(new PortfolioPositions([4, 0, 2], [1.5, -2, 0.1]), profits);
                var aged = new AgeWeightedTail(new(0.9m), 0.97, AgeWeightedRule.Interpolation, scenarios, TailExtrapolation.Flat);
                foreach (var scenario in aged.Evidence(profits))
                {
                    hash.AppendData(MemoryMarshal.AsBytes([scenario.Scenario, scenario.Profit, scenario.ValueAtRiskWeight, scenario.ExpectedShortfallWeight]));
                }
            }

            AddMoments(hash, returns);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static (int[] Ends, int[] Instruments, double[] Quantities) Portfolios(int count)
    {
        var instruments = Enumerable.Range(0, count * (count + 1) / 2).Select(n => n * 3 % 5).ToArray();
        return ([.. Enumerable.Range(1, count).Select(n => n * (n + 1) / 2)], instruments, Array.ConvertAll(instruments, i => 0.1 * i - 0.25));
    }

    private static void AddMoments(IncrementalHash hash, double[] returns)
    {
        var moments = ProfitMoments.Of(returns) with { Skewness = -0.5, ExcessKurtosis = 1.5 };
        var (normal, modified) = (ParametricTail.Normal(moments.Mean, moments.StandardDeviation, new(0.99m)), ParametricTail.CornishFisher(moments, new(0.975m)));
        var filtered = new double[returns.Length];
        var volatility = VolatilityFilter.Rescale(returns, EwmaVolatility.FromReturns(0.94, returns), filtered).Volatility;
        hash.AppendData(MemoryMarshal.AsBytes([normal.ValueAtRisk, normal.ExpectedShortfall, modified.ValueAtRisk, modified.ExpectedShortfall, volatility]));
        hash.AppendData(MemoryMarshal.AsBytes(filtered.AsSpan()));
    }
}
