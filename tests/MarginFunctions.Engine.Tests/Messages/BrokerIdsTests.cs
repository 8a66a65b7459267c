using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Tests.Messages;

public sealed class BrokerIdsTests
{
    [Theory]
    [InlineData("alpha:A-1001", "alpha", "the broker stands before the colon")]
    [InlineData("b2-eu:x", "b2-eu", "digits and hyphens are allowed after a letter")]
    [InlineData("alpha:sub:7", "alpha", "only the first colon counts")]
    [InlineData("A-1001", null, "no colon, no broker")]
    [InlineData(":A-1001", null, "nothing before the colon")]
    [InlineData("Alpha:A-1001", null, "capitals are no broker's")]
    [InlineData("1a:A-1001", null, "a letter comes first")]
    [InlineData("a:A-1001", null, "one character is too short")]
    [InlineData("abcdefghijklmnopqrstuvwxy:1", null, "25 characters are too long")]
    [InlineData("al.pha:1", null, "no dots")]
    public void An_account_belongs_to_the_broker_that_its_id_begins_with(string account, string? broker, string because) =>
        Assert.True(BrokerIds.OfAccount(account) == broker, because);
}
