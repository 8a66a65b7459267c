using System.Reflection;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class FunctionsShapeTests
{
    [Fact]
    public async Task The_application_builder_makes_a_host_with_the_apps_services_and_settings()
    {
        var builder = FunctionsApplication.CreateBuilder(["--shards=16"]);
        builder.Services.AddSingleton(TimeProvider.System);

        using var host = builder.Build();
        await host.StartAsync();

        Assert.Equal("16", builder.Configuration["shards"]);
        Assert.Same(TimeProvider.System, host.Services.GetRequiredService<TimeProvider>());
        Assert.Throws<InvalidOperationException>(builder.Build);
        await host.StopAsync();
    }

    [Fact]
    public void A_function_is_described_by_its_attributes()
    {
        var run = typeof(Functions).GetMethod(nameof(Functions.Work))!;
        var trigger = run.GetParameters()[0].GetCustomAttribute<ServiceBusTriggerAttribute>()!;
        var timer = typeof(Functions).GetMethod(nameof(Functions.Sweep))!.GetParameters()[0].GetCustomAttribute<TimerTriggerAttribute>()!;

        Assert.Equal("ProcessShard", run.GetCustomAttribute<FunctionAttribute>()!.Name);
        Assert.Equal(("shard-work", "ServiceBus"), (trigger.QueueName, trigger.Connection));
        Assert.Equal((true, false), (trigger.IsSessionsEnabled, trigger.IsBatched));
        Assert.Equal(Cardinality.One, ((ISupportCardinality)trigger).Cardinality);
        Assert.Equal(("0 * * * * *", true, false), (timer.Schedule, timer.UseMonitor, timer.RunOnStartup));
    }

    [Fact]
    public async Task Mocked_actions_settle_a_message()
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage();
        var actions = new Mock<ServiceBusMessageActions>();

        await actions.Object.CompleteMessageAsync(message);
        await actions.Object.DeadLetterMessageAsync(message, deadLetterReason: "refused");

        actions.Verify(a => a.CompleteMessageAsync(message, default));
        actions.Verify(a => a.DeadLetterMessageAsync(message, null, "refused", null, default));
    }

    public static class Functions
    {
        [Function("ProcessShard")]
        public static Task Work(
            [ServiceBusTrigger("shard-work", Connection = "ServiceBus", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
            ServiceBusMessageActions actions) => actions.CompleteMessageAsync(message);

        [Function("SweepShards")]
        [FixedDelayRetry(3, "00:00:05")]
        public static Task Sweep([TimerTrigger("0 * * * * *")] TimerInfo timer) => Task.FromResult(timer.IsPastDue);
    }
}
