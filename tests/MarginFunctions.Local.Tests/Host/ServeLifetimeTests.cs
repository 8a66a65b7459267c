using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MarginFunctions.Engine.Coverage;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Tests.Embedded;
using Xunit;

namespace MarginFunctions.Local.Tests.Host;

public sealed class ServeLifetimeTests : IDisposable
{
    private readonly TemporaryFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_second_server_on_the_same_file_is_refused_and_the_first_goes_on()
    {
        await using var first = await ServerProcess.StartAsync(file.Path);

        (await LocalHost.RunAsync("serve", "--port", "0", "--data", file.Path)).AssertRefused("--data", file.Path, "open already");

        await first.Client.PostAsync(Entities.PositionUpdates, Wire.Update("still-here"));
        await first.Client.WaitUntilIdleAsync();
        Assert.NotNull(await first.Client.FindAccountAsync("still-here"));
    }

    [Fact]
    public async Task A_port_in_use_is_refused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        (await LocalHost.RunAsync("serve", "--port", port, "--data", file.Path)).AssertRefused($"--port = {port}", "in use");
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused()
    {
        await File.WriteAllTextAsync(file.Path, string.Concat(Enumerable.Repeat("not a database. ", 1000)));

        (await LocalHost.RunAsync("serve", "--port", "0", "--data", file.Path)).AssertRefused("--data", file.Path);
    }

    [Fact]
    public async Task A_server_asked_to_stop_ends_well_and_what_it_had_taken_is_there_afterwards()
    {
        var ids = Enumerable.Range(1, 500).Select(i => $"kept-{i}").ToList();
        await using (var server = await ServerProcess.StartAsync(file.Path))
        {
            foreach (var chunk in ids.Chunk(100))
            {
                await server.Client.PostBatchAsync(Entities.PositionUpdates, Wire.Batch(chunk.Select(id => (id, Wire.Update(id)))));
            }

            Assert.Equal(0, await server.TerminateAsync());
            Assert.Equal("", await server.KillAsync());
        }

        await using var next = await ServerProcess.StartAsync(file.Path);
        var counts = await next.Client.WaitUntilIdleAsync();
        Assert.All(counts.Values, count => Assert.Equal(0, count.DeadLettered));
        Assert.Equal(ids, (await next.Client.ReadAccountsAsync(ids)).Select(state => state.AccountId));
    }

    [Fact]
    public async Task A_report_of_coverage_is_made_when_it_is_first_asked_for_and_kept()
    {
        await using var server = await ServerProcess.StartAsync(file.Path);
        await server.Client.PostAsync(Entities.PositionUpdates, Wire.Update("held", cash: "100"));
        await server.Client.WaitUntilIdleAsync();

        // Nobody quotes a price here: the account cannot be assessed, and is said to be so.
        var report = await server.Client.ReadCoverageAsync();

        // The sample parameters open a fund.
        Assert.Equal((1, 1, 0m, AccountChecks.Parameters.Fund!.Initial), (report.Accounts, report.Unpriced.Accounts, report.Shortfalls, report.Fund));
        Assert.Equal(new UnpricedPool("held", "cross", "BTC-PERP"), Assert.Single(report.Unpriced.First));
        var history = await server.Client.Http.GetStringAsync(new Uri("coverage?last=10", UriKind.Relative));
        Assert.StartsWith("[{\"at\":", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_asked_to_stop_does_not_wait_for_those_who_wait_for_messages()
    {
        await using var server = await ServerProcess.StartAsync(file.Path);
        using var waiting = new HttpRequestMessage(HttpMethod.Delete, "update-rejections/messages/head?timeout=60");
        var answer = server.Client.Http.SendAsync(waiting);
        await server.Client.CountAsync();

        Assert.Equal(0, await server.TerminateAsync().WaitAsync(TimeSpan.FromSeconds(15)));

        using var reply = await answer;
        Assert.Equal(HttpStatusCode.NoContent, reply.StatusCode);
    }
}
