using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Dynamic;

/// <summary>What the next version of the risk state is: a pure function of the one before, the accepted marks, the time and the parameters.</summary>
public static class RiskStateUpdater
{
    /// <summary>Makes the next version.</summary>
    /// <param name="latest">The latest version; null when there is none.</param>
    /// <param name="marks">All accepted marks, in any order.</param>
    /// <param name="now">When it is published.</param>
    /// <param name="parameters">Whose policy it follows.</param>
    /// <returns>Null when nothing is to be published: ranges are the model's own, or time has not passed.</returns>
    public static RiskStateUpdate? Update(RiskStateRecord? latest, IEnumerable<Mark> marks, DateTimeOffset now, RiskParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.DynamicMargin is not { } policy || now <= latest?.At)
        {
            return null;
        }

        var before = latest is null ? DynamicRisk.Start(policy, now) : new DynamicRisk(latest.At, latest.Underlyings);
        var watched = marks.Where(m => policy.Find(m.Symbol) is not null).Select(m => new UnderlyingMark(m.Symbol, m.Price, m.AsOf)).ToList();
        var (risk, missing) = before.Next(watched, now, policy);
        return new RiskStateUpdate(new RiskStateRecord((latest?.Version ?? 0) + 1, risk.At, parameters.Version, risk.Underlyings), missing);
    }
}
