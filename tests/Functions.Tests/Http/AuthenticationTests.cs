using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentTrader.Services;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Http;

public sealed class AuthenticationTests(KernelFixture fixture) : IClassFixture<KernelFixture>
{
    private TestApp App => fixture.App;

    [Fact]
    public async Task Nobody_gets_in_without_a_token()
    {
        using var response = await App.GetAsync("api/v1/auth/me");
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("/problems/unauthorized", (await TestApp.ReadAsync(response)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("admin", 200)]
    [InlineData("trader", 403)]
    [InlineData("viewer", 403)]
    [InlineData("approver", 403)]
    public async Task Only_the_roles_that_a_function_names_get_in(string name, int status)
    {
        using var response = await App.GetAsync("api/v1/probe", await App.TokenAsync(name));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task Garbage_is_no_token(string token)
    {
        using var response = await App.GetAsync("api/v1/auth/me", token);
        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_token_of_another_key_instance_algorithm_or_time_is_refused()
    {
        var good = Claims();
        Assert.Equal(200, await TryAsync(Sign("HS256", good)));
        Assert.Equal(401, await TryAsync(Sign("HS256", good, "another signing key that is long enough too")));
        Assert.Equal(401, await TryAsync(Sign("HS512", good)));
        Assert.Equal(401, await TryAsync(Sign("none", good)));
        Assert.Equal(401, await TryAsync(Sign("none", good)[..^43]));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("iss", "agenttrader/other")))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("aud", "agenttrader-api/other")))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("exp", Now)))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("exp", null)))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("nbf", Now + 1)))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("role", "Emperor")))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("role", null)))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("role", "31")))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("role", "Admin, Trader")))));
        Assert.Equal(401, await TryAsync(Sign("HS256", Claims(("role", "Service")))));
    }

    [Fact]
    public async Task A_token_whose_claims_were_changed_is_refused()
    {
        var parts = (await App.TokenAsync("viewer")).Split('.');
        var claims = Encoding
            .UTF8.GetString(Base64Url.DecodeFromChars(parts[1]))
            .Replace("Viewer", "Admin", StringComparison.Ordinal);
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        Assert.Equal(401, await TryAsync(string.Join('.', parts)));
    }

    [Fact]
    public async Task A_token_ends_after_an_hour()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var tokens = new AccessTokens(TestApp.SigningKey, "demo", clock);
        var user = new SignedInUser("usr_1", "a@b", "A", Core.Identity.Roles.Viewer);
        var token = tokens.Create(user);
        Assert.Equal(user, tokens.Read(token));
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(user, tokens.Read(token));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(tokens.Read(token));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890")]
    public void A_short_signing_key_ends_the_start(string? key)
    {
        var error = Assert.Throws<SettingException>(() => new AccessTokens(key, "demo", TimeProvider.System));
        Assert.Contains("Jwt__SigningKey", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestApp.ServiceToken, "api/v1/probe", 200)]
    [InlineData(TestApp.ServiceToken + "x", "api/v1/probe", 401)]
    [InlineData("", "api/v1/probe", 401)]
    [InlineData(TestApp.ServiceToken, "api/v1/auth/me", 403)]
    public async Task Another_system_gets_in_by_the_service_token_where_it_may(string token, string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("x-service-token", token);
        using var response = await App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public void Without_a_service_token_set_none_is_right()
    {
        Assert.False(new ServiceToken(null).Matches(""));
        Assert.False(new ServiceToken("").Matches(""));
        Assert.True(new ServiceToken("s").Matches("s"));
    }

    private long Now => App.Clock.GetUtcNow().ToUnixTimeSeconds();

    private Dictionary<string, object> Claims(params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = $"agenttrader/{App.Instance}",
            ["aud"] = $"agenttrader-api/{App.Instance}",
            ["iat"] = Now,
            ["nbf"] = Now,
            ["exp"] = Now + 60,
            ["sub"] = "usr_1",
            ["email"] = "a@b",
            ["name"] = "A",
            ["role"] = "Admin",
        };
        foreach (var (name, value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value;
            }
        }

        return claims;
    }

    private static string Sign(string algorithm, Dictionary<string, object> claims, string key = TestApp.SigningKey)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT" });
        var text =
            Base64Url.EncodeToString(header)
            + "."
            + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        var bytes = Encoding.ASCII.GetBytes(text);
        var secret = Encoding.UTF8.GetBytes(key);
        var signature = algorithm == "HS512" ? HMACSHA512.HashData(secret, bytes) : HMACSHA256.HashData(secret, bytes);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private async Task<int> TryAsync(string token)
    {
        // A path that reads nothing from storage: the token's user does not exist there.
        using var response = await App.GetAsync("api/v1/probe", token);
        return (int)response.StatusCode;
    }
}
