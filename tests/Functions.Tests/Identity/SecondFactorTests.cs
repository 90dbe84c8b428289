using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Identity;

/// <summary>An instance that is no demo: administrators and approvers need one-time codes.</summary>
public sealed class SecondFactorTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
    private IAsyncDisposable running = null!;
    private Product product = null!;

    public async ValueTask InitializeAsync()
    {
        running = clock.Run();
        product = await Product.StartAsync(
            azurite.ConnectionString,
            clock,
            services =>
                services.AddSingleton(provider => new SecondFactor(provider.GetRequiredService<UserStore>(), true))
        );
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await running.DisposeAsync();
    }

    [Fact]
    public async Task Who_has_not_enrolled_looks_on_and_decides_nothing_neither_here_nor_in_Slack()
    {
        // A trader needs none.
        var agent = await TestAgent.CreateActiveAsync(product.NewUser(Roles.Trader), 100_000m, 1_000m);
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20);
        var request = "oversight/requests/" + await agent.PendingApprovalAsync();
        var approver = product.User((await product.DemoUserAsync("approver@demo.local")).UserId, Roles.Approver);
        Assert.Equal("/problems/totp-not-enrolled", (await ApproveAsync())["type"]);
        Assert.Equal("pending", (await approver.GetAsync(request))["status"]);
        var slack = new SlackWorkspace(product.Http);
        var message = await slack.MessageAsync(SlackWorkspace.Approver, SlackWorkspace.Approvals, "Approval needed");
        await slack.ClickAsync(SlackWorkspace.Approver, message, "approve");
        await slack.MessageAsync(SlackWorkspace.Approver, SlackWorkspace.Approvals, "need one-time codes");
        Assert.Equal("pending", (await approver.GetAsync(request))["status"]);

        await EnrolAsync(approver);
        Assert.Equal(200, (await ApproveAsync()).Status);
        await agent.TradeIsAsync(trade, "completed");

        Task<Answer> ApproveAsync() => approver.PostAsync(request + "/decision", new { decision = "approved" });
    }

    [Fact]
    public async Task An_administrator_reads_everything_and_changes_nothing_before_that()
    {
        var admin = await product.NewStoredUserAsync(Roles.Admin);
        foreach (var path in (string[])["agents", "audit", "trading/status", "auth/me"])
        {
            Assert.Equal((path, 200), (path, (await admin.GetAsync(path)).Status));
        }

        Assert.Equal(200, (await admin.PostAsync("realtime/negotiate")).Status);
        foreach (var path in (string[])["trading/pause", "agents", "market/events"])
        {
            var refused = await admin.PostAsync(path, new { });
            Assert.Equal((403, "/problems/totp-not-enrolled"), (refused.Status, refused["type"]));
        }

        await EnrolAsync(admin);
        Assert.Equal(200, (await admin.PostAsync("trading/resume")).Status);
    }

    private async Task EnrolAsync(ApiClient user)
    {
        var enrolment = await user.PostAsync("auth/totp/enrol");
        Assert.True(enrolment.Status == 200, enrolment.ToString());
        var code = Totp.Code(TypedSecret.Bytes(enrolment["secret"]), Totp.StepAt(clock.GetUtcNow()));
        Assert.Equal(204, (await user.PostAsync("auth/totp/confirm", new { code })).Status);
    }
}
