using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>The figures of one symbol, brought forward as far as anybody asks. Safe for concurrent use.</summary>
internal sealed class SymbolHistory(IMarketData market, string symbol, DateTimeOffset start) : IDisposable
{
    /// <summary>How many bars back an instant may lie without reckoning anew: hosts handle cycles out of order.</summary>
    private const int Kept = 32;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Queue<SymbolFeatures> recent = new();
    private SymbolTrack track = new(symbol);

    /// <summary>After the last bar that was over at an instant; the default when none was.</summary>
    public async ValueTask<SymbolFeatures> FeaturesAtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (track.Features.Last.End > at && (recent.Count == 0 || recent.Peek().Last.End > at))
            {
                track = new SymbolTrack(symbol);
                recent.Clear();
            }

            if (track.Features.Last.End <= at)
            {
                await AdvanceAsync(at, cancellationToken);
            }

            return recent.LastOrDefault(features => features.Last.End <= at);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async ValueTask AdvanceAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var from = track.Features.Last.End > start ? track.Features.Last.End : start;
        foreach (var bar in await market.GetBarsAsync(symbol, market.NativeInterval, from, at, cancellationToken))
        {
            track.Add(bar);
            recent.Enqueue(track.Features);
            if (recent.Count > Kept)
            {
                recent.Dequeue();
            }
        }
    }
}
