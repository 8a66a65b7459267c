using System.Reflection;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Functions;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace MarginFunctions.Azure.Tests.Functions;

/// <summary>What the Functions host reads from the attributes.</summary>
public sealed class TriggerTests
{
    [Theory]
    [InlineData(typeof(RoutePositionUpdates), Entities.PositionUpdates)]
    [InlineData(typeof(RouteLiquidationFills), Entities.LiquidationFills)]
    [InlineData(typeof(IngestPrices), Entities.PriceUpdates)]
    public void What_comes_from_outside_is_taken_in_batches_and_settled_by_us(Type function, string queue)
    {
        var trigger = Trigger<ServiceBusTriggerAttribute>(function);

        Assert.Equal((queue, "ServiceBus"), (trigger.QueueName, trigger.Connection));
        Assert.True(trigger.IsBatched);
        Assert.False(trigger.IsSessionsEnabled);
        Assert.False(trigger.AutoCompleteMessages);
    }

    [Theory]
    [InlineData(typeof(ProcessShard), Entities.ShardWork, false)]
    [InlineData(typeof(SettleCoverage), Entities.CoverageRequests, true)]
    public void What_has_sessions_is_taken_in_them_the_work_of_shards_one_by_one_and_settled_by_us(Type function, string queue, bool isBatched)
    {
        var trigger = Trigger<ServiceBusTriggerAttribute>(function);

        Assert.Equal((queue, "ServiceBus"), (trigger.QueueName, trigger.Connection));
        Assert.True(trigger.IsSessionsEnabled);
        Assert.Equal(isBatched, trigger.IsBatched);
        Assert.False(trigger.AutoCompleteMessages);
    }

    [Fact]
    public void Notifications_are_taken_one_by_one_so_that_a_slow_receiver_holds_up_no_batch_and_settled_by_us()
    {
        var calls = Trigger<ServiceBusTriggerAttribute>(typeof(NotifyCustomers));
        var retries = Trigger<ServiceBusTriggerAttribute>(typeof(RetryNotifications));

        Assert.Equal((Entities.MarginCalls, Entities.Notifications, "ServiceBus"), (calls.TopicName, calls.SubscriptionName, calls.Connection));
        Assert.Equal((Entities.NotificationRetries, "ServiceBus"), (retries.QueueName, retries.Connection));
        Assert.All([calls, retries], trigger =>
        {
            Assert.False(trigger.IsBatched);
            Assert.False(trigger.IsSessionsEnabled);
            Assert.False(trigger.AutoCompleteMessages);
        });
    }

    [Fact]
    public void Shards_that_were_refused_orders_are_woken_when_the_minute_has_begun_on_every_clock()
    {
        var timer = Trigger<TimerTriggerAttribute>(typeof(RunLiquidationJobs));

        Assert.Equal("2 * * * * *", timer.Schedule);
        Assert.False(timer.RunOnStartup);
    }

    [Fact]
    public void Shards_are_swept_each_minute()
    {
        var timer = Trigger<TimerTriggerAttribute>(typeof(SweepShards));

        Assert.Equal("0 * * * * *", timer.Schedule);
        Assert.False(timer.RunOnStartup);
    }

    [Fact]
    public void Ranges_are_published_each_minute_half_a_minute_from_the_sweep()
    {
        var timer = Trigger<TimerTriggerAttribute>(typeof(UpdateRiskState));

        Assert.Equal("30 * * * * *", timer.Schedule);
        Assert.False(timer.RunOnStartup);
    }

    [Fact]
    public void Coverage_is_reported_each_minute_after_sweep_and_ranges()
    {
        var timer = Trigger<TimerTriggerAttribute>(typeof(ReportCoverage));

        Assert.Equal("45 * * * * *", timer.Schedule);
        Assert.False(timer.RunOnStartup);
    }

    [Fact]
    public void Every_function_has_the_name_of_its_class() => Assert.Equal(
        ["IngestPrices", "NotifyCustomers", "ProcessShard", "ReportCoverage", "RetryNotifications", "RouteLiquidationFills", "RoutePositionUpdates", "RunLiquidationJobs", "SettleCoverage", "ShareLosses", "SweepShards", "UpdateRiskState"],
        typeof(ProcessShard).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Select(method => (Type: type.Name, method.GetCustomAttribute<FunctionAttribute>()?.Name)))
            .Where(function => function.Name is not null)
            .Select(function => function.Name == function.Type ? function.Name : $"{function.Type} is called {function.Name}")
            .Order(StringComparer.Ordinal));

    private static T Trigger<T>(Type function)
        where T : Attribute => function.GetMethod("RunAsync")!.GetParameters()[0].GetCustomAttribute<T>()!;
}
