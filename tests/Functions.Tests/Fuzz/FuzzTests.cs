using System.Globalization;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>A small run with every test; <c>./bench fuzz</c> is the large one.</summary>
public sealed class FuzzTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Requests = 2_000;
    private const int Messages = 15;

    [Fact]
    public async Task Hostile_requests_and_messages_are_refused_and_break_nothing()
    {
        var seed = Environment.GetEnvironmentVariable("AGENTTRADER_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : 1;
        await using var host = await HostProcess.StartAsync(azurite.ConnectionString, "fuzz", FuzzSettings.Quick);
        var fuzzer = new Fuzzer(host, azurite.ConnectionString, "fuzz", seed, output.WriteLine);
        await fuzzer.RunAsync(Requests, Messages, null, TestContext.Current.CancellationToken);
        Assert.Empty(fuzzer.Report.Findings);
    }
}
