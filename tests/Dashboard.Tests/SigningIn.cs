using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

public sealed class SigningIn(Browser browser)
{
    private static readonly object User = new
    {
        userId = "usr_1",
        email = "trader@demo.local",
        fullName = "Tom Trader",
        role = "trader",
        totpEnabled = false,
    };

    [Fact]
    public async Task Lets_a_user_in_and_out_again()
    {
        var api = new FakeApi()
            .On("POST /auth/login", _ => Tokens(1))
            .On("POST /auth/logout", _ => FakeAnswer.Json(new { }));
        await using var opened = await DashboardPage.OpenAsync(browser, api, role: null);

        await FillAsync(opened.Page);
        await Expect(opened.Page.GetByText("Tom Trader")).ToBeVisibleAsync();
        await opened.Page.ReloadAsync();
        await Expect(opened.Page.GetByText("Tom Trader")).ToBeVisibleAsync();

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await opened.Page.ReloadAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Says_why_it_refuses_with_the_number_to_find_it_by()
    {
        var api = new FakeApi().On(
            "POST /auth/login",
            _ => FakeAnswer.Problem(401, "The e-mail or the password is wrong.")
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, role: null);

        await FillAsync(opened.Page);

        var alert = opened.Page.GetByRole(AriaRole.Alert);
        await Expect(alert).ToContainTextAsync("The e-mail or the password is wrong.");
        await Expect(alert).ToContainTextAsync("c0ffee");
    }

    [Fact]
    public async Task Asks_for_the_one_time_code_of_a_user_who_has_one()
    {
        var api = new FakeApi().On(
            "POST /auth/login",
            request =>
                request.Member("totpCode") == "123456"
                    ? Tokens(1)
                    : FakeAnswer.Problem(403, "A code is needed.", type: "/problems/totp-required")
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, role: null);
        await Expect(opened.Page.GetByLabel("One-time code")).ToHaveCountAsync(0);

        await FillAsync(opened.Page);
        await Expect(opened.Page.GetByLabel("One-time code")).ToBeFocusedAsync();
        await opened.Page.Keyboard.TypeAsync("123 456");
        await opened.Page.Keyboard.PressAsync("Enter");

        await Expect(opened.Page.GetByText("Tom Trader")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Renews_an_ended_token_without_the_user_noticing()
    {
        var api = new FakeApi()
            .On(
                "GET /agents",
                request =>
                    request.Headers["authorization"] == "Bearer token2"
                        ? FakeAnswer.Page(Samples.Agent(name: "Seen with the new token"))
                        : FakeAnswer.Problem(401, "The token has ended.")
            )
            .On("POST /auth/refresh", _ => Tokens(2));
        await using var opened = await DashboardPage.OpenAsync(browser, api);

        await Expect(opened.Page.GetByText("Seen with the new token")).ToBeVisibleAsync();
        Assert.Equal(
            "refresh1",
            Assert.Single(api.Sent, request => request.Operation == "POST /auth/refresh").Member("refreshToken")
        );
    }

    [Fact]
    public async Task Asks_to_sign_in_again_when_the_session_cannot_be_renewed()
    {
        var api = new FakeApi()
            .On("GET /agents", _ => FakeAnswer.Problem(401, "The token has ended."))
            .On("POST /auth/refresh", _ => FakeAnswer.Problem(401, "The refresh token has ended."));
        await using var opened = await DashboardPage.OpenAsync(browser, api);

        await Expect(opened.Page.GetByText("Your session has ended. Sign in again to continue.")).ToBeVisibleAsync();
    }

    private static async Task FillAsync(IPage page)
    {
        await page.GetByLabel("E-mail").FillAsync("trader@demo.local");
        await page.GetByLabel("Password").FillAsync("Demo-Passw0rd!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static FakeAnswer Tokens(int number) =>
        FakeAnswer.Json(
            new
            {
                token = $"token{number}",
                refreshToken = $"refresh{number}",
                expiresIn = 3600,
                user = User,
            }
        );
}
