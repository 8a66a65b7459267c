using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Liquidation;

public sealed class LiquidationWalkTests
{
    [Fact]
    public void Whatever_fills_do_and_wherever_the_process_dies_no_effect_comes_twice_and_no_job_follows_a_restoration()
    {
        var jobs = 0;
        Always.HoldsForSeeds(seed => jobs += new LiquidationWalk(seed).RunAsync().GetAwaiter().GetResult(), count: 40);
        Assert.True(jobs > 200, $"{jobs} jobs are no test");
    }
}
