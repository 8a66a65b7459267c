using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Xunit;

namespace MarginFunctions.Azure.Tests.Functions;

public sealed class NotificationSettlementTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Mock<ServiceBusMessageActions> _actions = new();
    private readonly NotificationSettlement _settlement = new(NullLogger<NotificationSettlement>.Instance);

    [Fact]
    public async Task What_is_done_is_completed()
    {
        var message = Received.Message("m-1", "{}"u8.ToArray());
        ReadOnlyMemory<byte> got = default;

        await _settlement.RunAsync(
            message,
            _actions.Object,
            (body, _) =>
            {
                got = body;
                return Task.FromResult(NotificationOutcome.Done);
            },
            None);

        Assert.Equal("{}"u8.ToArray(), got.ToArray());
        _actions.VerifyCompleted(message);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task What_is_given_up_is_a_dead_letter_with_its_reason()
    {
        var message = Received.Message("m-1");

        await _settlement.RunAsync(message, _actions.Object, (_, _) => Task.FromResult(NotificationOutcome.DeadLetter("NotificationGivenUp", ["A-1/main: answered with 410: it is gone"])), None);

        _actions.Verify(a => a.DeadLetterMessageAsync(message, null, "NotificationGivenUp", "A-1/main: answered with 410: it is gone", None), Times.Once);
        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task What_fails_is_left_to_the_host_which_abandons_it()
    {
        await Assert.ThrowsAsync<IOException>(() => _settlement.RunAsync(Received.Message("m-1"), _actions.Object, (_, _) => throw new IOException("the tables are down"), None));

        _actions.VerifyNoOtherCalls();
    }

    [Fact]
    public void A_reason_is_no_longer_than_the_bus_takes() =>
        Assert.InRange(NotificationOutcome.DeadLetter("R", Enumerable.Repeat(new string('x', 300), 30)).Description.Length, 1000, 4096);
}
