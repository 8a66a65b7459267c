using MarginFunctions.Samples.Tests.Support;

namespace MarginFunctions.Samples.Tests;

public sealed class FailureTests
{
    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task Without_a_server_it_is_told_whose_answer_is_missing_and_why(string language)
    {
        using var port = new ClosedPort();

        var run = await Sample.In(language).RunAsync(port.Address);

        run.AssertFailed(exitCode: 1, $"No answer from {port.Address}: ");
        Assert.Contains("refused", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task A_token_is_sent_and_an_answer_that_refuses_it_is_shown_with_status_and_body(string language)
    {
        await using var server = await RefusingServer.StartAsync();

        var run = await Sample.In(language).RunAsync([server.Address], new() { [Sample.Token] = "abc.def" });

        run.AssertFailed(
            exitCode: 1,
            $"POST {server.Address}/price-updates/messages was answered with 401: <Error><Code>401</Code> <Detail>The token has expired.</Detail></Error>");
        Assert.Equal(["Bearer abc.def"], server.Authorizations);
        Assert.DoesNotContain("abc.def", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task Without_a_token_none_is_sent(string language)
    {
        await using var server = await RefusingServer.StartAsync();

        await Sample.In(language).RunAsync(server.Address);

        Assert.Equal([""], server.Authorizations);
    }

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task Wrong_arguments_are_told_with_the_right_ones(string language)
    {
        using var port = new ClosedPort();
        string[][] wrong = [["127.0.0.1"], ["ftp://127.0.0.1"], [port.Address, "again"]];

        foreach (var arguments in wrong)
        {
            var run = await Sample.In(language).RunAsync(arguments);

            run.AssertFailed(exitCode: 2, "Usage: ", " [address], such as http://127.0.0.1:7071");
            Assert.Equal("", run.Output);
        }
    }

    [Theory]
    [Sample("csharp")]
    [Sample("javascript")]
    [Sample("python")]
    public async Task A_time_to_wait_that_is_none_is_refused(string language)
    {
        using var port = new ClosedPort();

        foreach (var wait in new[] { "0", "-1", "1.5", "soon" })
        {
            var run = await Sample.In(language).RunAsync([port.Address], new() { [Sample.WaitSeconds] = wait });

            run.AssertFailed(exitCode: 2, $"MARGIN_WAIT_SECONDS = {wait} ");
        }
    }
}
