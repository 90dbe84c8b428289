using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Slack gives three seconds, whatever happens behind the door.</summary>
public sealed class SlackDeadlineTests
{
    [Fact]
    public async Task Slack_is_answered_though_the_storage_stands_still()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
        await using var azurite = await Azurite.StartAsync();
        await using var running = clock.Run();
        await using var product = await Product.StartAsync(azurite.ConnectionString, clock);
        SlackRequest[] requests =
        [
            SlackRequest.Command(SlackWorkspace.Approver, "/pending"),
            SlackRequest.Click(SlackWorkspace.Approver, "approve", "ovr_0000000000000000|20"),
            SlackRequest.Click(SlackWorkspace.Approver, "reject", "ovr_0000000000000000|20"),
        ];
        await azurite.FreezeAsync();
        try
        {
            // Storage's own clients would wait for minutes, and the test's with them.
            var answers = await Task.WhenAll(requests.Select(request => request.SendAsync(product.Http, clock)));
            Assert.All(
                answers,
                answer => Assert.Equal((503, "/problems/unavailable"), (answer.Status, answer["type"]))
            );
        }
        finally
        {
            await azurite.ThawAsync();
        }
    }
}
