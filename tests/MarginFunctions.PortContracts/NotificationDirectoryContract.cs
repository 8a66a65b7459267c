using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.Ports;
using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>What every <see cref="INotificationDirectory"/> guarantees.</summary>
public abstract class NotificationDirectoryContract : PortContract<INotificationDirectory>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_new_directory_knows_no_one() => Assert.Empty(await Port.ReadAsync("A-1001", None));

    [Fact]
    public async Task A_destination_is_read_as_it_was_stored_for_every_kind_of_owner()
    {
        NotificationDestination[] all =
        [
            Destination("A-1001", "main", "https://example.com/hook?token=a b'\"%\u00e4", "alpha-2026", "alpha-2027"),
            Destination("alpha:A.1_2@x-Y", "main", "https://example.com/a", "one"),
            Destination("alpha:", "gateway", "https://example.com/b", "two"),
            Destination("*", "desk", "mailto:desk@example.com", "mail"),
        ];

        await Port.ReplaceAllAsync(all, None);

        foreach (var one in all)
        {
            AssertSame([one], await Port.ReadAsync(one.Owner, None));
        }
    }

    [Fact]
    public async Task An_owner_has_its_own_destinations_in_the_order_of_their_ids_and_no_one_elses()
    {
        await Port.ReplaceAllAsync([Destination("A-1", "b"), Destination("A-1", "a"), Destination("A-1", "a-1"), Destination("A-10", "c"), Destination("a-1", "d"), Destination("alpha:", "e")], None);

        Assert.Equal(["a", "a-1", "b"], (await Port.ReadAsync("A-1", None)).Select(d => d.Id));
        Assert.Equal(["c"], (await Port.ReadAsync("A-10", None)).Select(d => d.Id));
        Assert.Equal(["d"], (await Port.ReadAsync("a-1", None)).Select(d => d.Id));
        Assert.Empty(await Port.ReadAsync("alpha", None));
        Assert.Empty(await Port.ReadAsync("*", None));
    }

    [Fact]
    public async Task Replacing_leaves_what_is_named_and_nothing_else()
    {
        await Port.ReplaceAllAsync([Destination("A-1", "a"), Destination("A-1", "b"), Destination("A-2", "a")], None);

        await Port.ReplaceAllAsync([Destination("A-1", "b", "https://new.example.com/"), Destination("A-3", "a")], None);

        AssertSame([Destination("A-1", "b", "https://new.example.com/")], await Port.ReadAsync("A-1", None));
        Assert.Empty(await Port.ReadAsync("A-2", None));
        AssertSame([Destination("A-3", "a")], await Port.ReadAsync("A-3", None));
    }

    [Fact]
    public async Task Replacing_twice_is_replacing_once_and_replacing_by_nothing_empties()
    {
        NotificationDestination[] all = [Destination("A-1", "a", secrets: ["x"]), Destination("*", "a")];
        await Port.ReplaceAllAsync(all, None);
        await Port.ReplaceAllAsync(all, None);
        AssertSame([all[0]], await Port.ReadAsync("A-1", None));

        await Port.ReplaceAllAsync([], None);

        Assert.Empty(await Port.ReadAsync("A-1", None));
        Assert.Empty(await Port.ReadAsync("*", None));
    }

    [Fact]
    public async Task One_owner_may_have_more_destinations_than_a_transaction_takes()
    {
        NotificationDestination[] many = [.. Enumerable.Range(0, 130).Select(i => Destination("A-1", $"d-{i:D3}"))];

        await Port.ReplaceAllAsync(many, None);

        AssertSame(many, await Port.ReadAsync("A-1", None));
    }

    private static NotificationDestination Destination(string owner, string id, string address = "https://example.com/", params string[] secrets) => Destination(owner, id, address, "webhook", secrets);

    private static NotificationDestination Destination(string owner, string id, string address, string kind, string[]? secrets = null) => new(owner, id, kind, address, secrets ?? []);

    private static void AssertSame(IEnumerable<NotificationDestination> expected, IEnumerable<NotificationDestination> actual) => Assert.Equal(
        expected.Select(Words), actual.Select(Words));

    private static string Words(NotificationDestination d) => $"{d.Owner}/{d.Id} {d.Kind} {d.Address} {string.Join(' ', d.Secrets)}";
}
