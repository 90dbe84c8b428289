using System.Text.Json;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>
/// An agent's money and shares, added up by the test from its trades alone (DESIGN.md section 10, invariant 1), and held
/// against what the product says.
/// </summary>
internal static class Ledger
{
    /// <summary>Fails unless cash, positions, costs and fees are what the trades make them, to the cent.</summary>
    /// <returns>The cash.</returns>
    public static async Task<decimal> AssertBalancedAsync(TestAgent agent)
    {
        var shown = (await agent.Owner.GetAsync(agent.Path + "/portfolio")).Body.GetProperty("portfolio");
        var budget = (await agent.GetAsync()).Money("initialBudget");
        var trades = await agent.TradesAsync();
        Assert.Equal(trades.Count, trades.Select(trade => trade.GetProperty("tradeId").GetString()).Distinct().Count());
        var filled = trades.Where(trade => trade.GetProperty("status").GetString() == "completed").ToList();
        var cash = budget + filled.Sum(CashFlow);
        Assert.Equal(cash, shown.GetProperty("cash").GetDecimal());

        var shares = filled
            .GroupBy(trade => trade.GetProperty("symbol").GetString()!)
            .ToDictionary(symbol => symbol.Key, symbol => symbol.Sum(Shares));
        var positions = shown.GetProperty("positions").EnumerateArray().ToList();
        Assert.Equal(
            shares.Where(held => held.Value > 0).Select(held => $"{held.Key} {held.Value}").Order(),
            positions.Select(position => $"{position.GetProperty("symbol")} {position.GetProperty("quantity")}").Order()
        );
        // Cash + cost of open lots + fees paid − realised profit = budget.
        var cost = positions.Sum(position =>
            position.GetProperty("marketValue").GetDecimal() - position.GetProperty("unrealizedPnL").GetDecimal()
        );
        var fees = filled.Sum(trade => trade.GetProperty("fees").GetDecimal());
        var profit = filled.Sum(trade =>
            trade.GetProperty("realizedPnL") is { ValueKind: JsonValueKind.Number } won ? won.GetDecimal() : 0
        );
        Assert.Equal(budget, cash + cost + fees - profit);
        return cash;
    }

    private static decimal CashFlow(JsonElement trade)
    {
        var gross = decimal.Round(
            trade.GetProperty("executedPrice").GetDecimal() * trade.GetProperty("quantity").GetInt64(),
            2,
            MidpointRounding.ToEven
        );
        var fees = trade.GetProperty("fees").GetDecimal();
        var buys = trade.GetProperty("action").GetString() == "buy";
        var total = trade.GetProperty("totalCost").GetDecimal();
        Assert.Equal(buys ? gross + fees : gross - fees, total);
        return buys ? -total : total;
    }

    private static long Shares(JsonElement trade)
    {
        var quantity = trade.GetProperty("quantity").GetInt64();
        return trade.GetProperty("action").GetString() == "buy" ? quantity : -quantity;
    }
}
