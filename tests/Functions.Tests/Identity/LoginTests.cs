using System.Text.Json;
using AgentTrader.Functions.Audit;
using AgentTrader.Functions.Identity;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Identity;

/// <summary>Each test has an instance of its own, because failed logins count against the one address they come from.</summary>
public sealed class LoginTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Type[] Functions = [typeof(AuthFunctions), typeof(TotpFunctions), typeof(AuditFunctions)];
    private TestApp app = null!;

    public async ValueTask InitializeAsync() => app = await TestApp.StartAsync(azurite, Functions);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Signs_each_demo_user_in_and_knows_it_by_its_token()
    {
        foreach (var name in new[] { "admin", "trader", "viewer", "approver" })
        {
            var session = await app.LoginAsync(name);
            Assert.Equal(3600, session.GetProperty("expiresIn").GetInt32());
            using var response = await app.GetAsync("api/v1/auth/me", Text(session, "token"));
            var me = await TestApp.ReadAsync(response);
            Assert.Equal($"{name}@demo.local", Text(me, "email"));
            Assert.Equal(name, Text(me, "role"));
            Assert.False(me.GetProperty("totpEnabled").GetBoolean());
            Assert.Equal(session.GetProperty("user").GetRawText(), me.GetRawText());
        }
    }

    [Fact]
    public async Task The_address_is_compared_without_regard_to_case_and_blanks()
    {
        using var response = await LoginAsync(" Trader@DEMO.local ", DemoUsers.Password);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_get_the_same_answer()
    {
        using var unknown = await LoginAsync("nobody@demo.local", "wrong");
        using var wrong = await LoginAsync("trader@demo.local", "wrong");
        Assert.Equal((401, 401), ((int)unknown.StatusCode, (int)wrong.StatusCode));
        var (one, other) = (await TestApp.ReadAsync(unknown), await TestApp.ReadAsync(wrong));
        Assert.Equal(Text(one, "detail"), Text(other, "detail"));
        Assert.Equal(Text(one, "type"), Text(other, "type"));
    }

    [Fact]
    public async Task After_five_failures_an_account_is_closed_for_a_quarter_of_an_hour_on_every_host()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var failed = await LoginAsync("trader@demo.local", "wrong");
            Assert.Equal(401, (int)failed.StatusCode);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await using var other = await TestApp.StartAsync(azurite.ConnectionString, app.Instance, app.Clock, Functions);
        using var closed = await other.PostAsync(
            "api/v1/auth/login",
            new { email = "trader@demo.local", password = DemoUsers.Password }
        );
        Assert.Equal(429, (int)closed.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(10), closed.Headers.RetryAfter!.Delta);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.LoginAsync("trader");
    }

    [Fact]
    public async Task Five_failures_of_one_address_close_it_for_every_account()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var failed = await LoginAsync($"user{attempt}@demo.local", "wrong");
            Assert.Equal(401, (int)failed.StatusCode);
        }

        using var closed = await LoginAsync("trader@demo.local", DemoUsers.Password);
        Assert.Equal(429, (int)closed.StatusCode);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_counted_like_many_in_a_row()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LoginAsync("trader@demo.local", "wrong")));
        Assert.Equal(5, answers.Count(answer => (int)answer.StatusCode == 401));
        Assert.Equal(15, answers.Count(answer => (int)answer.StatusCode == 429));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_gives_the_next()
    {
        var session = await app.LoginAsync("viewer");
        using var first = await RefreshAsync(Text(session, "refreshToken"));
        var next = await TestApp.ReadAsync(first);
        Assert.Equal(200, (int)first.StatusCode);
        Assert.Equal("viewer@demo.local", Text(next.GetProperty("user"), "email"));
        using var me = await app.GetAsync("api/v1/auth/me", Text(next, "token"));
        Assert.Equal(200, (int)me.StatusCode);
        using var second = await RefreshAsync(Text(next, "refreshToken"));
        Assert.Equal(200, (int)second.StatusCode);
    }

    [Fact]
    public async Task A_spent_refresh_token_that_comes_again_ends_the_login()
    {
        var session = await app.LoginAsync("viewer");
        using var first = await RefreshAsync(Text(session, "refreshToken"));
        var next = Text(await TestApp.ReadAsync(first), "refreshToken");
        using var stolen = await RefreshAsync(Text(session, "refreshToken"));
        using var revoked = await RefreshAsync(next);
        Assert.Equal((401, 401), ((int)stolen.StatusCode, (int)revoked.StatusCode));
    }

    [Fact]
    public async Task A_login_ends_after_eight_hours()
    {
        var token = Text(await app.LoginAsync("viewer"), "refreshToken");
        app.Clock.Advance(RefreshTokens.Lifetime - TimeSpan.FromSeconds(1));
        using var last = await RefreshAsync(token);
        Assert.Equal(200, (int)last.StatusCode);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        using var ended = await RefreshAsync(Text(await TestApp.ReadAsync(last), "refreshToken"));
        Assert.Equal(401, (int)ended.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("0123456789abcdef0123456789abcdef.x")]
    [InlineData("0123456789ABCDEF0123456789abcde/.x")]
    public async Task Garbage_is_no_refresh_token(string token)
    {
        using var response = await RefreshAsync(token);
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_login_but_nobody_elses()
    {
        var mine = await app.LoginAsync("viewer");
        var other = await app.LoginAsync("admin");
        using var foreign = await LogoutAsync(Text(mine, "token"), Text(other, "refreshToken"));
        using var own = await LogoutAsync(Text(mine, "token"), Text(mine, "refreshToken"));
        Assert.Equal((204, 204), ((int)foreign.StatusCode, (int)own.StatusCode));
        using var mineAfter = await RefreshAsync(Text(mine, "refreshToken"));
        using var otherAfter = await RefreshAsync(Text(other, "refreshToken"));
        Assert.Equal((401, 200), ((int)mineAfter.StatusCode, (int)otherAfter.StatusCode));
    }

    [Fact]
    public async Task Logins_failures_and_logouts_are_audited_and_only_an_admin_may_read_them()
    {
        using var failed = await LoginAsync("viewer@demo.local", "wrong");
        var session = await app.LoginAsync("viewer");
        using var logout = await LogoutAsync(Text(session, "token"), Text(session, "refreshToken"));
        using var refused = await app.GetAsync("api/v1/audit", Text(session, "token"));
        Assert.Equal(403, (int)refused.StatusCode);

        using var response = await app.GetAsync("api/v1/audit", await app.TokenAsync("admin"));
        var entries = (await TestApp.ReadAsync(response)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["auth.login", "auth.login_failed", "auth.logout"],
            entries.Select(entry => Text(entry, "action")).Order(StringComparer.Ordinal)
        );
        var userId = Text(session.GetProperty("user"), "userId");
        Assert.All(entries, entry => Assert.Equal(userId, Text(entry, "resourceId")));
        Assert.All(entries, entry => Assert.NotEmpty(Text(entry, "ipAddress")));
        Assert.DoesNotContain("wrong", string.Concat(entries), StringComparison.Ordinal);
        using var verify = await app.GetAsync("api/v1/audit/verify", await app.TokenAsync("admin"));
        var verdict = await TestApp.ReadAsync(verify);
        Assert.True(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal(3, verdict.GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task Neither_passwords_nor_tokens_nor_addresses_are_logged()
    {
        using var failed = await LoginAsync("someone@example.com", "a wrong secret");
        var session = await app.LoginAsync("trader");
        var log = string.Join('\n', app.Logs.Entries.Select(entry => $"{entry.Text} {entry.Error}"));
        string[] secrets =
        [
            DemoUsers.Password,
            "a wrong secret",
            "someone@example.com",
            Text(session, "token"),
            Text(session, "refreshToken"),
            "trader@demo.local",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_of_a_megabyte_is_refused_before_it_is_hashed()
    {
        using var response = await LoginAsync("trader@demo.local", new string('p', 1_000_000));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.True((await TestApp.ReadAsync(response)).GetProperty("errors").TryGetProperty("password", out _));
    }

    [Fact]
    public async Task Seeding_again_adds_nothing_and_changes_nothing()
    {
        var before = Text((await app.LoginAsync("trader")).GetProperty("user"), "userId");
        await using var other = await TestApp.StartAsync(azurite.ConnectionString, app.Instance, app.Clock, Functions);
        Assert.Equal(before, Text((await other.LoginAsync("trader")).GetProperty("user"), "userId"));
    }

    private Task<HttpResponseMessage> LoginAsync(string email, string password) =>
        app.PostAsync("api/v1/auth/login", new { email, password });

    private Task<HttpResponseMessage> RefreshAsync(string refreshToken) =>
        app.PostAsync("api/v1/auth/refresh", new { refreshToken });

    private Task<HttpResponseMessage> LogoutAsync(string token, string refreshToken) =>
        app.PostAsync("api/v1/auth/logout", new { refreshToken }, token);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
