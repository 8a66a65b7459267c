using System.Net;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class BadMessageTests(RunningServer running) : IClassFixture<RunningServer>
{
    public static TheoryData<string> Sentences { get; } = [.. BadMessages.All.Keys];

    private ServerClient Client => running.Client;

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task Is_answered_once_with_field_and_value_and_stops_no_one(string sentence)
    {
        var bad = BadMessages.All[sentence];
        var messageId = sentence.Replace(' ', '-');
        using var reply = await Client.SendAsync(bad.Queue, bad.Body, $$"""{"MessageId": "{{messageId}}"}""");
        Assert.Equal(HttpStatusCode.Created, reply.StatusCode);
        await Client.PostAsync(Entities.PositionUpdates, Wire.Update(messageId));

        var answer = await Client.TakeAsync(Entities.UpdateRejections, timeout: 20);

        Assert.NotNull(answer);
        var rejection = JsonSerializer.Deserialize(answer.Body, EngineJson.Default.UpdateRejection)!;
        Assert.Equal((messageId, bad.Queue), (rejection.MessageId, rejection.Entity));
        Assert.Contains(rejection.Problems, problem => Names(problem, bad));
        var counts = await Client.WaitUntilIdleAsync();
        Assert.Null(await Client.TakeAsync(Entities.UpdateRejections));
        Assert.All(counts.Values, count => Assert.Equal((0L, 0L), (count.DeadLettered, count.Scheduled)));
        Assert.NotNull(await Client.FindAccountAsync(messageId));
    }

    [Fact]
    public async Task An_update_just_within_the_limit_is_applied()
    {
        await Client.PostAsync(Entities.PositionUpdates, Wire.Update("large").PadRight(MessageLimits.UpdateBytes));
        await Client.WaitUntilIdleAsync();

        Assert.NotNull(await Client.FindAccountAsync("large"));
        Assert.Null(await Client.TakeAsync(Entities.UpdateRejections));
    }

    [Fact]
    public async Task Many_bad_messages_among_good_ones_are_answered_one_by_one_and_the_good_ones_applied()
    {
        var messages = Enumerable.Range(1, 200).Select(i => ($"mixed-{i}", i % 2 == 0 ? Wire.Update($"mixed-{i}") : Wire.Update($"mixed/{i}")));
        await Client.PostBatchAsync(Entities.PositionUpdates, Wire.Batch(messages));
        await Client.WaitUntilIdleAsync();

        var answers = await Client.DrainAsync(Entities.UpdateRejections);
        Assert.Equal(
            Enumerable.Range(1, 200).Where(i => i % 2 == 1).Select(i => $"mixed-{i}"),
            answers.Select(a => JsonSerializer.Deserialize(a.Body, EngineJson.Default.UpdateRejection)!.MessageId));
        Assert.Equal(100, (await Client.ReadAccountsAsync(Enumerable.Range(1, 100).Select(i => $"mixed-{2 * i}"))).Count);
    }

    private static bool Names(Problem problem, BadMessage bad) =>
        (bad.Field is null || problem.Field == bad.Field)
        && (bad.Value is null || problem.Value?.Contains(bad.Value, StringComparison.Ordinal) == true)
        && (bad.Reason is null || problem.Reason.Contains(bad.Reason, StringComparison.OrdinalIgnoreCase));
}
