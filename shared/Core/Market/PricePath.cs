namespace AgentTrader.Core.Market;

/// <summary>
/// The wandering of one share, in its own standard deviations of a day: a Brownian path over the sessions, and within each
/// session a Brownian bridge from its opening to its close. Both come from midpoint displacement: the value in the middle of
/// a stretch is the mean of its ends and a noise that only depends on the stretch, so any instant is reached in as many
/// halvings as the stretch has bits, without a step by step history. Each noise is a sum of what the market, the sector and
/// the share itself add, which makes shares move together.
/// </summary>
internal readonly struct PricePath
{
    /// <summary>Prices of a session: one every 5.7 seconds of a full day.</summary>
    public const int Steps = 4096;

    /// <summary>Sessions on each side of the base session: 65 years.</summary>
    private const int Span = 16_384;

    // Shares of the variance: 0.36 + 0.16 + 0.48 = 1, so two shares of a sector correlate by 0.52, others by 0.36.
    private const double MarketWeight = 0.6;
    private const double SectorWeight = 0.4;
    private const double OwnWeight = 0.692820323027551;

    private const double GapSize = 0.35;
    private const double IntradaySize = 0.75;

    private const ulong After = 1;
    private const ulong Before = 2;
    private const ulong Gap = 3;
    private const ulong Day = 4;
    private const ulong Calm = 5;

    private readonly ulong market;
    private readonly ulong sector;
    private readonly ulong own;

    public PricePath(long seed, string sectorName, string symbol)
    {
        var root = Noise.Mix((ulong)seed, 0);
        market = Noise.Mix(root, "market");
        sector = Noise.Mix(Noise.Mix(root, "sector"), sectorName);
        own = Noise.Mix(Noise.Mix(root, "symbol"), symbol);
    }

    /// <summary>The value at a session's close; 0 at the base session's.</summary>
    /// <param name="session">Sessions after the base session, or before it when negative; within the calendar.</param>
    public double AtClose(int session)
    {
        var keys = Keys(session > 0 ? After : Before, 0);
        var target = Math.Abs(session);
        var (low, high, node) = (0, Span, 1UL);
        var (lowValue, highValue) = (0.0, Math.Sqrt(Span) * keys.At(0));
        while (target != low)
        {
            var middle = (low + high) / 2;
            var value = ((lowValue + highValue) / 2) + (Math.Sqrt(high - low) / 2 * keys.At(node));
            if (target >= middle)
            {
                (low, lowValue, node) = (middle, value, (2 * node) + 1);
            }
            else
            {
                (high, highValue, node) = (middle, value, 2 * node);
            }
        }

        return lowValue;
    }

    /// <summary>What the path does from one step of a session to another, both included.</summary>
    public PathExtent Within(int session, int fromStep, int toStep)
    {
        // Some days are wild and most are calm, for the whole market at once.
        var calm = Noise.Normal(Noise.Mix(Noise.Mix(market, Calm), (ulong)(session + Span)));
        var walk = new SessionWalk(
            Keys(Day, session + Span),
            IntradaySize * (0.6 + (0.4 * calm * calm)),
            fromStep,
            toStep
        );
        var open = AtClose(session - 1) + (GapSize * Keys(Gap, 0).At((ulong)(session + Span)));
        walk.Descend(1, 0, Steps, open, AtClose(session));
        return walk.Extent;
    }

    private NoiseKeys Keys(ulong purpose, int number) =>
        new(
            Noise.Mix(Noise.Mix(market, purpose), (ulong)number),
            Noise.Mix(Noise.Mix(sector, purpose), (ulong)number),
            Noise.Mix(Noise.Mix(own, purpose), (ulong)number)
        );

    private readonly record struct NoiseKeys(ulong Market, ulong Sector, ulong Own)
    {
        public double At(ulong node) =>
            (MarketWeight * Noise.Normal(Noise.Mix(Market, node)))
            + (SectorWeight * Noise.Normal(Noise.Mix(Sector, node)))
            + (OwnWeight * Noise.Normal(Noise.Mix(Own, node)));
    }

    /// <summary>Visits the steps of a session in order and leaves out the halves that hold none of those asked for.</summary>
    private struct SessionWalk(NoiseKeys keys, double size, int from, int to)
    {
        public PathExtent Extent;

        public void Descend(ulong node, int low, int high, double lowValue, double highValue)
        {
            if (high - low == 1)
            {
                Extent.Add(lowValue);
                return;
            }

            var middle = (low + high) / 2;
            var deviation = Math.Sqrt((high - low) / (double)Steps) / 2 * size;
            var value = ((lowValue + highValue) / 2) + (deviation * keys.At(node));
            if (from < middle)
            {
                Descend(2 * node, low, middle, lowValue, value);
            }

            if (to >= middle)
            {
                Descend((2 * node) + 1, middle, high, value, highValue);
            }
        }
    }
}
