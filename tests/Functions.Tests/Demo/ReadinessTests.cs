using AgentTrader.Functions.Demo;
using AgentTrader.Functions.Identity;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Demo;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Without_storage_the_process_lives_but_is_not_ready_and_says_to_try_again()
    {
        TestApp app;
        string token;
        await using (var storage = await Azurite.StartAsync())
        {
            app = await TestApp.StartAsync(
                storage.ConnectionString,
                "gone",
                new ManualTimeProvider(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero)),
                typeof(HealthFunctions),
                typeof(AuthFunctions)
            );
            token = await app.TokenAsync("viewer");
        }

        await using var running = app;
        using var health = await app.GetAsync("api/v1/health");
        Assert.Equal(200, (int)health.StatusCode);
        var answers = await Task.WhenAll(app.GetAsync("api/v1/ready"), app.GetAsync("api/v1/auth/me", token));
        foreach (var answer in answers)
        {
            Assert.Equal(503, (int)answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("/problems/unavailable", (await TestApp.ReadAsync(answer)).GetProperty("type").GetString());
            answer.Dispose();
        }
    }
}
