using System.Text.Json;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>
/// An agent's money and shares, added up by the test from its trades alone (docs/architecture.md, invariant 1), and held
/// against what the product says.
/// </summary>
internal static class Ledger
{
    /// <summary>Fails unless cash, positions, costs and fees are what the trades make them, to the cent.</summary>
    /// <returns>The cash.</returns>
    public static async Task<decimal> AssertBalancedAsync(TestAgent agent)
    {
        var budget = (await agent.GetAsync()).Money("initialBudget");
        var (shown, trades) = await ReadAsync(agent);
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

    /// <summary>Portfolio and trades of one moment: an agent protects what it holds, and may sell between two reads.</summary>
    private static async Task<(JsonElement Portfolio, IReadOnlyList<JsonElement> Trades)> ReadAsync(TestAgent agent)
    {
        while (true)
        {
            var before = await agent.TradesAsync();
            var portfolio = await agent.Owner.GetAsync(agent.Path + "/portfolio");
            var trades = await agent.TradesAsync();
            if (before.Select(Text).SequenceEqual(trades.Select(Text)))
            {
                return (portfolio.Body.GetProperty("portfolio"), trades);
            }
        }

        static string Text(JsonElement trade) => trade.GetRawText();
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
