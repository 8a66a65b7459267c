using MarginFunctions.Engine.Notifications;

namespace MarginFunctions.Engine.Tests.Notifications;

public sealed class RetryScheduleTests
{
    private const string Delivery = "msg_1|A-1|main";

    [Fact]
    public void Waits_double_from_five_seconds_to_an_hour_within_a_fifth()
    {
        for (var attempt = 1; attempt < RetrySchedule.Attempts; attempt++)
        {
            var planned = TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, attempt - 1), 3600));
            Assert.InRange(After(attempt, DeliveryVerdict.Unavailable)!.Value, planned * 0.8, planned * 1.2);
        }

        Assert.Null(After(RetrySchedule.Attempts, DeliveryVerdict.Unavailable));
    }

    [Fact]
    public void An_unavailable_receiver_is_tried_for_some_ten_hours()
    {
        var total = Enumerable.Range(1, RetrySchedule.Attempts - 1).Aggregate(TimeSpan.Zero, (sum, attempt) => sum + After(attempt, DeliveryVerdict.Unavailable)!.Value);

        // 5 s · (2^10 - 1) and nine hours.
        Assert.InRange(total, TimeSpan.FromHours(8.5), TimeSpan.FromHours(12.5));
    }

    [Fact]
    public void A_receiver_that_refuses_is_tried_three_times_and_a_hopeless_one_once()
    {
        Assert.NotNull(After(2, DeliveryVerdict.Refused));
        Assert.Null(After(3, DeliveryVerdict.Refused));
        Assert.Null(After(1, DeliveryVerdict.Hopeless));
        Assert.Null(After(1, DeliveryVerdict.Delivered));
    }

    [Fact]
    public void What_is_put_off_comes_back_soon_and_less_often_with_time_and_not_for_ever()
    {
        var waits = Enumerable.Range(0, 10).Select(deferrals => RetrySchedule.After(Delivery, 1, deferrals, new(DeliveryVerdict.Deferred, ""))!.Value).ToList();

        Assert.InRange(waits[0], TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(2.4));
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(1.6), TimeSpan.FromSeconds(72)));
        Assert.InRange(waits[^1], TimeSpan.FromSeconds(48), TimeSpan.FromSeconds(72));
        Assert.Null(RetrySchedule.After(Delivery, 1, RetrySchedule.Deferrals, new(DeliveryVerdict.Deferred, "")));
    }

    [Theory]
    [InlineData("a shorter wish than our own wait", 1, 4, 6)]
    [InlineData("a longer wish", 120, 120, 120)]
    [InlineData("a wish beyond the cap", 86_400, 3600, 3600)]
    public void Retry_after_is_honoured_between_our_own_wait_and_an_hour(string what, int asked, double least, double most)
    {
        var wait = RetrySchedule.After(Delivery, 1, 0, new(DeliveryVerdict.Unavailable, "", TimeSpan.FromSeconds(asked)))!.Value.TotalSeconds;

        Assert.True(wait >= least && wait <= most, $"{what}: {wait} s");
    }

    [Fact]
    public void The_same_delivery_waits_equally_long_and_others_do_not()
    {
        Assert.Equal(After(3, DeliveryVerdict.Unavailable), After(3, DeliveryVerdict.Unavailable));
        var waits = Enumerable.Range(0, 100).Select(i => RetrySchedule.After($"msg_{i}|A-1|main", 5, 0, new(DeliveryVerdict.Unavailable, ""))!.Value).ToList();

        Assert.Equal(100, waits.Distinct().Count());
        Assert.InRange(waits.Average(wait => wait.TotalSeconds), 76, 84);
    }

    private static TimeSpan? After(int attempt, DeliveryVerdict verdict) => RetrySchedule.After(Delivery, attempt, 0, new(verdict, ""));
}
