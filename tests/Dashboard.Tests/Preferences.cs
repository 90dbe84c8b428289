using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

public sealed class Preferences(Browser browser)
{
    [Fact]
    public async Task The_theme_follows_the_system_until_it_is_chosen_and_stays_chosen()
    {
        await using var opened = await DashboardPage.OpenAsync(
            browser,
            new FakeApi(),
            options: new() { ColorScheme = ColorScheme.Dark }
        );
        var html = opened.Page.Locator("html");
        await Expect(html).ToHaveAttributeAsync("data-theme", "dark");

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Dark mode" }).ClickAsync();
        await Expect(html).ToHaveAttributeAsync("data-theme", "light");
        await opened.Page.ReloadAsync();
        await Expect(html).ToHaveAttributeAsync("data-theme", "light");
    }

    [Fact]
    public async Task The_language_changes_words_numbers_and_the_page_itself()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi());
        await opened.Page.GetByLabel("Language").SelectOptionAsync("es");

        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Agentes" })).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("51.234,56");
        await Expect(opened.Page.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await opened.Page.ReloadAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Agentes" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_browsers_language_is_the_first_choice()
    {
        await using var opened = await DashboardPage.OpenAsync(
            browser,
            new FakeApi(),
            role: null,
            options: new() { Locale = "zh-CN" }
        );

        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "登录" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_demo_is_marked_as_one_and_a_real_market_is_not()
    {
        var api = new FakeApi();
        await using var opened = await DashboardPage.OpenAsync(browser, api);
        await Expect(opened.Page.GetByText("DEMO MODE ACTIVE")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByText("Mar 14, 2025, 11:32:05 AM ET")).ToBeVisibleAsync();

        api.On("GET /market/status", _ => FakeAnswer.Json(Samples.MarketStatus(simulated: false)));
        await opened.Page.ReloadAsync();
        await Expect(opened.Page.GetByText("Market open")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByText("DEMO MODE ACTIVE")).ToBeHiddenAsync();
    }
}
