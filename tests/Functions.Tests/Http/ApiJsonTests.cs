using System.Text.Json;
using AgentTrader.Services;

namespace AgentTrader.Functions.Tests.Http;

public sealed class ApiJsonTests
{
    private sealed record Sample(
        decimal Cash,
        [property: Price] decimal? Price,
        DateTimeOffset At,
        ProbeMood Mood,
        string? Note
    );

    [Theory]
    [InlineData("0", "0.00")]
    [InlineData("1", "1.00")]
    [InlineData("-1.005", "-1.01")]
    [InlineData("1.005", "1.01")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335.00")]
    public void Money_has_two_decimals(string amount, string expected) =>
        Assert.Equal(expected, JsonSerializer.Serialize(decimal.Parse(amount), ApiJson.Options));

    [Theory]
    [InlineData("150.2", "150.20")]
    [InlineData("150.25", "150.25")]
    [InlineData("150.255", "150.255")]
    [InlineData("150.25551", "150.2555")]
    public void A_price_has_two_to_four_decimals(string price, string expected)
    {
        var json = JsonSerializer.Serialize(
            new Sample(1, decimal.Parse(price), default, default, null),
            ApiJson.Options
        );
        Assert.Contains($"\"price\":{expected},", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Instants_are_UTC_words_are_snake_case_and_nulls_are_kept()
    {
        var at = new DateTimeOffset(2025, 12, 26, 11, 30, 0, TimeSpan.FromHours(1));
        var json = JsonSerializer.Serialize(new Sample(1.5m, null, at, ProbeMood.VeryGood, null), ApiJson.Options);
        Assert.Equal("""{"cash":1.50,"price":null,"at":"2025-12-26T10:30:00Z","mood":"very_good","note":null}""", json);
    }
}
