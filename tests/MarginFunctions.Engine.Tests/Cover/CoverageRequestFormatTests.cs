using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Cover;

public sealed class CoverageRequestFormatTests
{
    private const string Body = """{"id":"A|cross|1","kind":"badDebt","accountId":"A","pool":"cross","currency":"USDT","amount":"51","at":"2026-05-19T13:00:00Z"}""";
    private static readonly CoverageRequestFormat Format = new(RiskParametersFile.LoadSample());

    [Fact]
    public void Requests_are_read_as_they_were_written()
    {
        CoverageRequest[] requests = [Fund.Fee(28.05m), Fund.BadDebt(51, "broker:A_1@x", 7), Fund.Bankrupt(60, positions: [new BankruptPosition("BTC-PERP", -0.1m, 51_000), new BankruptPosition("ETH-PERP", 2, 0.00000001m)])];

        foreach (var request in requests)
        {
            Assert.Empty(Format.Read(CoverageRequestFormat.Write(request), out var read));
            Assert.Equal(request with { Positions = null }, read! with { Positions = null });
            Assert.Equal(request.Positions, read.Positions);
        }
    }

    [Theory]
    [InlineData("an id begins with account and pool", "A|cross|1", "B|cross|1", "id", "must be account, pool and more")]
    [InlineData("an id says more than account and pool", "A|cross|1", "A|cross", "id", "must be account, pool and more")]
    [InlineData("an id has nothing that a key cannot have", "A|cross|1", "A|cross|1/2", "id", "must be account, pool and more")]
    [InlineData("a kind is one of three", "badDebt", "loan", "kind", "must be one of")]
    [InlineData("an account is one", "\"accountId\":\"A\"", "\"accountId\":\"A B\"", "accountId", "must be 1 to 64 of")]
    [InlineData("a currency is the fund's", "USDT", "BTC", "currency", "must be USDT, the currency of the fund")]
    [InlineData("an amount is not negative", "\"51\"", "\"-51\"", "amount", "must not be negative")]
    [InlineData("an amount has 8 places", "\"51\"", "\"51.000000001\"", "amount", "at most 8 places")]
    [InlineData("an amount is one that can be booked", "\"51\"", "\"1e18\"", "amount", "nor above 100000000000000000")]
    [InlineData("a bad debt has no positions", "\"amount\"", "\"positions\":[{\"instrument\":\"BTC-PERP\",\"quantity\":\"1\",\"price\":\"1\"}],\"amount\"", "positions", "is for bankrupt pools only")]
    [InlineData("a bankrupt pool has positions", "badDebt", "bankrupt", "positions", "a bankrupt pool has positions left")]
    [InlineData("a time has an offset", "13:00:00Z", "13:00:00", "at", "must be a time with its offset")]
    [InlineData("an unknown field is named", "\"amount\"", "\"tip\":1,\"amount\"", "tip", "is not a known field")]
    public void A_broken_request_is_refused_with_its_place(string sentence, string what, string by, string field, string reason)
    {
        var problems = Format.Read(Given.Utf8(Body.Replace(what, by, StringComparison.Ordinal)), out var request);

        Assert.Null(request);
        Assert.True(problems.Any(p => p.Field == field && p.Reason.Contains(reason, StringComparison.Ordinal)), $"{sentence}: {string.Join("; ", problems)}");
    }

    [Theory]
    [InlineData("a bankrupt position is one", "\"0\"", "\"1\"", "positions[0].quantity", "not be 0")]
    [InlineData("a price is positive", "\"1\"", "\"0\"", "positions[0].price", "must be positive")]
    public void A_broken_position_is_refused_with_its_place(string sentence, string quantity, string price, string field, string reason)
    {
        var body = Body.Replace("badDebt", "bankrupt", StringComparison.Ordinal).Replace("\"amount\"", $"\"positions\":[{{\"instrument\":\"BTC-PERP\",\"quantity\":{quantity},\"price\":{price}}}],\"amount\"", StringComparison.Ordinal);

        var problems = Format.Read(Given.Utf8(body), out _);

        Assert.True(problems.Any(p => p.Field == field && p.Reason.Contains(reason, StringComparison.Ordinal)), $"{sentence}: {string.Join("; ", problems)}");
    }

    [Fact]
    public void Without_a_fund_no_request_is_taken()
    {
        var problems = new CoverageRequestFormat(Given.SampleWith(d => d.Remove("fund"))).Read(Given.Utf8(Body), out _);

        Assert.Contains("have no section fund", Assert.Single(problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_request_is_refused_and_never_thrown_on() => Always.HoldsForSeeds(
        seed => _ = Format.Read(Mutator.Damage(Given.Utf8(Body), new Random(seed)), out _),
        count: 2_000);
}
