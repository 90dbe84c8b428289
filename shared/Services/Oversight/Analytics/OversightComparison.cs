using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>Runs an agent's decisions through two books, with and without oversight (document 1, FR-015).</summary>
public sealed class OversightComparison(
    AgentAccess access,
    TradeStore trades,
    OversightStore requests,
    Valuation valuation
)
{
    private const int PageSize = 200;

    /// <exception cref="ProblemException">404.</exception>
    public async Task<ComparisonResponse> CompareAsync(
        Caller caller,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var state = await access.RequireAsync(caller, agentId, cancellationToken);
        var (with, without) = (new Run(state.Book.Budget), new Run(state.Book.Budget));
        var (stopped, approved) = (0, 0);
        foreach (var trade in await EndedAsync(agentId, cancellationToken))
        {
            var fill = trade is { Status: TradeStatus.Completed, ExecutedPrice: { } price }
                ? new Fill(
                    trade.TradeId,
                    price,
                    trade.Quantity,
                    trade.Fees,
                    trade.ExecutedAt ?? trade.SubmittedAt,
                    trade.MarketTime ?? trade.SubmittedAt
                )
                : null;
            with.Add(trade, fill);
            var request = trade.RequestId is { } id ? await requests.FindAsync(id, cancellationToken) : null;
            if (request is var (asked, _))
            {
                stopped++;
                approved += fill is null ? 0 : 1;
                var details = asked.TradeDetails;
                // The further steps of an entry are trades of their own, unless a no or a yes to fewer shares ended it.
                var goesOn = fill is not null && asked.Decision?.Quantity == details.Quantity;
                fill = new Fill(
                    trade.TradeId,
                    details.Price,
                    goesOn ? details.Quantity : details.WholeQuantity,
                    Fees.Flat,
                    asked.CreatedAt,
                    asked.MarketTime
                );
            }

            without.Add(trade, fill);
        }

        var (actual, alternative) = (
            await with.ResultAsync(valuation, cancellationToken),
            await without.ResultAsync(valuation, cancellationToken)
        );
        return new(agentId, stopped, approved, actual, alternative, actual.Value - alternative.Value);
    }

    /// <summary>Trades that are over, in the order in which they were wished.</summary>
    private async Task<IEnumerable<TradeRecord>> EndedAsync(string agentId, CancellationToken cancellationToken)
    {
        var all = new List<TradeRecord>();
        string? token = null;
        do
        {
            var (page, next) = await trades.ListAsync(agentId, null, PageSize, token, cancellationToken);
            all.AddRange(page);
            token = next;
        } while (token is not null);

        all.Reverse();
        return all.Where(trade => trade.Status is not (TradeStatus.Pending or TradeStatus.PendingApproval));
    }

    /// <summary>A book that is filled as if it had been alone. The reserve pool plays no part: nothing is siphoned.</summary>
    private sealed class Run(decimal budget)
    {
        private static readonly EngineConfig NoReserve = EngineConfig.Default with { ReserveSiphonPct = 0 };
        private Book book = Book.Open(budget).Activate();
        private int filled;
        private int refused;

        public void Add(TradeRecord trade, Fill? fill)
        {
            if (fill is null)
            {
                return;
            }

            var order = new Order
            {
                TradeId = trade.TradeId,
                AgentId = trade.AgentId,
                Symbol = trade.Symbol,
                Action = trade.Action,
                Quantity = fill.Quantity,
                SubmittedAt = trade.SubmittedAt,
            };
            if (book.Check(order, fill.Price, fill.Fees) is not null)
            {
                refused++;
                return;
            }

            book = book.Apply(order, fill, NoReserve).Book;
            filled++;
        }

        public async Task<ComparedBook> ResultAsync(Valuation valuation, CancellationToken cancellationToken)
        {
            var value = Valuation.ValueOf(book, await valuation.PricesAsync(book, cancellationToken));
            return new(
                filled,
                refused,
                value,
                book.RealizedPnL,
                book.FeesPaid,
                Valuation.Percent(value - book.Budget, book.Budget)
            );
        }
    }
}
