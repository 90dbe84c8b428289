using System.Text;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Identity;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Services;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Identity;

public sealed class TotpLoginTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Origin Here = new("127.0.0.1", "a test", "test");
    private TestApp app = null!;
    private string token = "";
    private byte[] secret = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(azurite, typeof(AuthFunctions), typeof(TotpFunctions));
        token = await app.TokenAsync("approver");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Once_confirmed_a_login_needs_a_fresh_code()
    {
        await EnrolAsync();
        await app.LoginAsync("approver");
        Assert.Equal(204, await ConfirmAsync(Code()));

        using var without = await LoginAsync(null);
        Assert.Equal("/problems/totp-required", (await TestApp.ReadAsync(without)).GetProperty("type").GetString());
        using var used = await LoginAsync(Code());
        Assert.Equal("/problems/totp-wrong", (await TestApp.ReadAsync(used)).GetProperty("type").GetString());
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        using var fresh = await LoginAsync(Code());
        Assert.Equal(200, (int)fresh.StatusCode);
        Assert.True((await TestApp.ReadAsync(fresh)).GetProperty("user").GetProperty("totpEnabled").GetBoolean());
    }

    [Fact]
    public async Task A_code_may_be_one_step_off_and_not_two()
    {
        await EnrolAsync();
        var now = Totp.StepAt(app.Clock.GetUtcNow());
        Assert.Equal(403, await ConfirmAsync(Totp.Code(secret, now - 2)));
        Assert.Equal(403, await ConfirmAsync(Totp.Code(secret, now + 2)));
        Assert.Equal(204, await ConfirmAsync(Totp.Code(secret, now - 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("12 456")]
    public async Task What_is_not_six_digits_is_no_code(string code)
    {
        await EnrolAsync();
        Assert.Equal(403, await ConfirmAsync(code));
    }

    [Fact]
    public async Task Five_wrong_codes_close_the_door()
    {
        await EnrolAsync();
        var wrong = Totp.Code(secret, 1);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(403, await ConfirmAsync(wrong));
        }

        Assert.Equal(429, await ConfirmAsync(Code()));
        app.Clock.Advance(AttemptLimiter.Window);
        Assert.Equal(204, await ConfirmAsync(Code()));
    }

    [Fact]
    public async Task Of_two_requests_with_one_code_one_gets_through()
    {
        await EnrolAsync();
        Assert.Equal(204, await ConfirmAsync(Code()));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var service = app.Services.GetRequiredService<TotpService>();
        var userId = (await UserAsync()).UserId;
        var tries = Enumerable
            .Range(0, 4)
            .Select(_ => service.VerifyFreshAsync(userId, Code(), Here, Cancel))
            .ToArray();
        await Task.WhenAny(Task.WhenAll(tries));
        var through = tries.Count(attempt => attempt.IsCompletedSuccessfully);
        Assert.Equal(1, through);
    }

    [Fact]
    public async Task A_fresh_code_is_demanded_of_who_has_not_enrolled_too()
    {
        var service = app.Services.GetRequiredService<TotpService>();
        var userId = (await UserAsync()).UserId;
        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            service.VerifyFreshAsync(userId, "123456", Here, Cancel)
        );
        Assert.Equal((403, "/problems/totp-not-enrolled"), (problem.Status, problem.Type));
    }

    [Fact]
    public async Task Confirming_needs_an_enrolment_and_enrolling_again_a_first_confirmation()
    {
        Assert.Equal(409, await ConfirmAsync("123456"));
        await EnrolAsync();
        var first = secret;
        await EnrolAsync();
        Assert.NotEqual(first, secret);
        Assert.Equal(204, await ConfirmAsync(Code()));
        using var again = await app.PostAsync("api/v1/auth/totp/enrol", null, token);
        Assert.Equal(409, (int)again.StatusCode);
    }

    [Fact]
    public async Task The_secret_is_neither_stored_in_the_clear_nor_kept_for_a_repeated_request()
    {
        using var response = await app.PostAsync("api/v1/auth/totp/enrol", null, token, "a-key");
        var answer = await TestApp.ReadAsync(response);
        var shown = answer.GetProperty("secret").GetString()!;
        Assert.Contains($"secret={shown}", answer.GetProperty("otpauthUri").GetString(), StringComparison.Ordinal);
        var storage = app.Services.GetRequiredService<InstanceStorage>();
        foreach (var table in new[] { TableNames.Users, TableNames.Settings })
        {
            await foreach (var row in storage.Table(table).QueryAsync<TableEntity>(cancellationToken: Cancel))
            {
                var text = string.Concat(
                    row.Select(column =>
                        column.Value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{column.Value}"
                    )
                );
                Assert.DoesNotContain(shown, text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_sealed_secret_opens_for_its_owner_and_key_only()
    {
        var box = new SecretBox("key one");
        var sealedSecret = box.Seal("secret"u8, "usr_1");
        Assert.Equal("secret"u8.ToArray(), box.Open(sealedSecret, "usr_1"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => box.Open(sealedSecret, "usr_2"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() =>
            new SecretBox("key two").Open(sealedSecret, "usr_1")
        );
        await Task.CompletedTask;
    }

    private string Code() => Totp.Code(secret, Totp.StepAt(app.Clock.GetUtcNow()));

    private async Task EnrolAsync()
    {
        using var response = await app.PostAsync("api/v1/auth/totp/enrol", null, token);
        Assert.Equal(200, (int)response.StatusCode);
        var answer = await TestApp.ReadAsync(response);
        secret = TypedSecret.Bytes(answer.GetProperty("secret").GetString()!);
    }

    private async Task<int> ConfirmAsync(string code)
    {
        using var response = await app.PostAsync("api/v1/auth/totp/confirm", new { code }, token);
        return (int)response.StatusCode;
    }

    private Task<HttpResponseMessage> LoginAsync(string? totpCode) =>
        app.PostAsync(
            "api/v1/auth/login",
            new
            {
                email = "approver@demo.local",
                password = DemoUsers.Password,
                totpCode,
            }
        );

    private async Task<User> UserAsync() =>
        (await app.Services.GetRequiredService<UserStore>().FindByEmailAsync("approver@demo.local", Cancel))!
            .Value
            .User;
}
