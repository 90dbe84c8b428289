using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>What a backtest's orders came to.</summary>
internal sealed class FillLog
{
    /// <summary>Bytes of a fill's line at most: instant, action, shares, symbol and price.</summary>
    private const int LongestLine = 256;

    private readonly IncrementalHash hashed = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Lines that are not hashed yet: to hash each alone would take longer than to write it.</summary>
    private readonly byte[] lines = new byte[8 * 1024];
    private int written;
    private readonly List<BacktestTrade> trades = [];

    /// <summary>Of each symbol the recommendation that opened its position last; null for none.</summary>
    private readonly Dictionary<string, string?> openedBy = new(StringComparer.Ordinal);

    /// <summary>How many orders were filled.</summary>
    public int Orders { get; private set; }

    /// <summary>Sales, oldest first.</summary>
    public IReadOnlyList<BacktestTrade> Trades => trades;

    /// <summary>Notes that a purchase opens a position.</summary>
    public void Open(string symbol, string? recommendationId) => openedBy[symbol] = recommendationId;

    /// <param name="order">The order.</param>
    /// <param name="fill">What became of it.</param>
    /// <param name="change">What that did to the book.</param>
    /// <param name="kind">Of the signal that had opened the position; null for none.</param>
    public void Add(Order order, Fill fill, BookChange change, SignalKind? kind)
    {
        Orders++;
        Write(order, fill);
        if (order.Action == TradeAction.Sell)
        {
            trades.Add(
                new BacktestTrade(
                    order.TradeId,
                    order.DecisionId ?? "",
                    order.Symbol,
                    order.Quantity,
                    change.Closed[0].AcquiredAt,
                    fill.MarketTime,
                    Money.ToPrice(change.Closed.Sum(lot => lot.Cost) / order.Quantity),
                    fill.Price,
                    change.RealizedPnL,
                    kind == SignalKind.Micro,
                    change.Closed.Any(lot => lot.IsWashSale),
                    openedBy[order.Symbol]
                )
            );
        }
    }

    /// <summary>See <see cref="BacktestResult.OrderListHash"/>; to be asked for once, at the end.</summary>
    public string Hash()
    {
        Flush();
        return Convert.ToHexStringLower(hashed.GetHashAndReset())[..16];
    }

    private void Write(Order order, Fill fill)
    {
        if (lines.Length - written < LongestLine)
        {
            Flush();
        }

        var line = lines.AsSpan(written, LongestLine);
        if (
            !Utf8.TryWrite(
                line,
                CultureInfo.InvariantCulture,
                $"{fill.MarketTime:O} {order.Action} {order.Quantity} {order.Symbol} {fill.Price}\n",
                out var length
            )
        )
        {
            throw new ArgumentException($"'{order.Symbol}' is no symbol: it is too long.", nameof(order));
        }

        written += length;
    }

    private void Flush()
    {
        hashed.AppendData(lines, 0, written);
        written = 0;
    }
}
