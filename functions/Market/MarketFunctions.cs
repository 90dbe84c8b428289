using AgentTrader.Core.Identity;
using AgentTrader.Core.Market;
using AgentTrader.Functions.Http;
using AgentTrader.Services;
using AgentTrader.Services.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Market;

/// <summary>The market's prices, now and before.</summary>
public sealed class MarketFunctions(MarketService market)
{
    private const string Root = "api/v1/market/";

    [Function("GetMarketStatus")]
    [Api("What the market is, and what time it is there.", Roles = Roles.Any, Result = typeof(MarketStatus))]
    public IResult Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "status")] HttpRequest request
    ) => ApiResult.Ok(market.GetStatus());

    [Function("GetQuotes")]
    [Api(
        "Prices now, of 1 to 50 symbols separated by commas.",
        Roles = Roles.Any,
        Result = typeof(Page<QuoteResponse>),
        Query = ["symbols"]
    )]
    public async Task<IResult> Quotes(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "quotes")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var symbols = (request.QueryText("symbols", 1000) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var quotes = await market.GetQuotesAsync(symbols, cancellationToken);
        return ApiResult.Ok(new Page<QuoteResponse>([.. quotes.Select(QuoteResponse.Of)], null));
    }

    [Function("GetBars")]
    [Api(
        "The finished bars of a symbol between two instants of the market, oldest first.",
        Roles = Roles.Any,
        Result = typeof(Page<Bar>),
        Query = ["symbol", "interval", "from", "to"],
        Problems = [422]
    )]
    public async Task<IResult> Bars(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Root + "bars")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var status = market.GetStatus();
        var to = request.QueryInstant("to") ?? status.Now;
        var bars = await market.GetBarsAsync(
            request.QueryText("symbol", 32) ?? throw ProblemException.Invalid("symbol", "Name a symbol, such as SPY."),
            request.QueryText("interval", 8) ?? status.Interval,
            request.QueryInstant("from") ?? to.AddDays(-1),
            to,
            cancellationToken
        );
        return ApiResult.Ok(new Page<Bar>(bars, null));
    }
}
