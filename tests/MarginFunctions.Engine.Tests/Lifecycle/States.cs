using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Lifecycle;

internal static class States
{
    /// <summary>A pool in a status, with the call or job that belongs to it; a call ends an hour after the start.</summary>
    public static PoolState Of(MarginStatus status) => status switch
    {
        MarginStatus.Called => new PoolState("cross", status, new MarginCall("A|cross|1", 10, ManualTime.Start, ManualTime.Start.AddHours(1))),
        MarginStatus.Liquidating => new PoolState("cross", status, JobId: "A|cross|1"),
        _ => new PoolState("cross", status),
    };
}
