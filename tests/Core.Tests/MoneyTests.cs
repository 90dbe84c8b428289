using System.Globalization;

namespace AgentTrader.Core.Tests;

public class MoneyTests
{
    [Theory]
    [InlineData("0.005", "0.00")]
    [InlineData("0.015", "0.02")]
    [InlineData("-0.015", "-0.02")]
    [InlineData("1.0050000001", "1.01")]
    public void Rounds_halves_of_a_cent_to_the_even_cent(string amount, string cents) =>
        Assert.Equal(D(cents), Money.ToCents(D(amount)));

    [Theory]
    [InlineData(150.23, "150.23")]
    [InlineData(0.1048, "0.1048")]
    [InlineData(0.00001, "0.0000")]
    [InlineData(10_000_000.0, "10000000")]
    [InlineData(10_000_000.1, "0")]
    [InlineData(0.0, "0")]
    [InlineData(-1.0, "0")]
    [InlineData(double.NaN, "0")]
    [InlineData(double.PositiveInfinity, "0")]
    public void Makes_a_market_price_money_or_zero(double price, string expected) =>
        Assert.Equal(D(expected), Money.ToPrice(price));

    private static decimal D(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
