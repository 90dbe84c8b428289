namespace AgentTrader.Core.Market;

/// <summary>
/// A believable market out of a seed: each price is a function of symbol, seed and instant alone, so every process sees the
/// same one and nothing is stored. Prices move in session hours only, about every six seconds; bars hold exactly the prices
/// that quotes show. Shares follow the market and their sector, gap overnight and have calm and wild days.
/// </summary>
public sealed class SyntheticMarket(long seed)
{
    private const double Drift = 0.00025;
    private const double Cheapest = 0.05;
    private const double Dearest = 1_000_000;
    private const int VolumeSlices = 256;

    /// <summary>The session at whose close the listed shares have the prices of <see cref="Universe"/>.</summary>
    public static DateOnly BaseDate => new(2026, 1, 2);

    private static int BaseIndex { get; } = ExchangeCalendar.SessionOnOrAfter(BaseDate).Index;

    /// <summary>The price at an instant: of the last step, also while the exchange is closed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is outside the calendar.</exception>
    public Quote QuoteAt(string symbol, DateTimeOffset at)
    {
        var listing = ListingOf(symbol);
        var session = ExchangeCalendar.LastStarted(at);
        var step = StepAt(session, at);
        var path = new PricePath(seed, listing.Sector, symbol).Within(session.Index - BaseIndex, step, step);
        var asOf = at < session.Close ? at : session.Close;
        return Quote.Around(symbol, PriceOf(listing, session, path.Last), VolumeUntil(listing, session, asOf), asOf);
    }

    /// <summary>The bars that lie wholly within [from, to], oldest first.</summary>
    public IEnumerable<Bar> Bars(string symbol, BarInterval interval, DateTimeOffset from, DateTimeOffset to)
    {
        var listing = ListingOf(symbol);
        foreach (var (session, start, end) in SessionBars.Spans(interval, from, to))
        {
            yield return BarOf(listing, session, start, end);
        }
    }

    /// <summary>The bar of a part of a session.</summary>
    public Bar BarOf(string symbol, Session session, DateTimeOffset start, DateTimeOffset end) =>
        BarOf(ListingOf(symbol), session, start, end);

    private Bar BarOf(Listing listing, Session session, DateTimeOffset start, DateTimeOffset end)
    {
        var path = new PricePath(seed, listing.Sector, listing.Symbol).Within(
            session.Index - BaseIndex,
            StepAt(session, start),
            StepAt(session, end.AddTicks(-1))
        );
        return new Bar(
            start,
            end,
            PriceOf(listing, session, path.First),
            PriceOf(listing, session, path.High),
            PriceOf(listing, session, path.Low),
            PriceOf(listing, session, path.Last),
            VolumeUntil(listing, session, end) - VolumeUntil(listing, session, start)
        );
    }

    private static int StepAt(Session session, DateTimeOffset at)
    {
        var step = (at - session.Open).Ticks * PricePath.Steps / session.Length.Ticks;
        return (int)Math.Min(step, PricePath.Steps - 1);
    }

    /// <summary>Dollars: whole cents, and hundredths of a cent below a dollar.</summary>
    private static double PriceOf(Listing listing, Session session, double deviations)
    {
        var growth = (Drift * (session.Index - BaseIndex)) + (listing.Volatility * deviations);
        var price = Math.Clamp(listing.Price * Noise.Exp(growth), Cheapest, Dearest);
        return price < 1 ? Math.Round(price * 10_000) / 10_000 : Math.Round(price * 100) / 100;
    }

    /// <summary>
    /// Shares traded from a session's opening on. Volumes of bars are differences of this, so they add up. A day trades most
    /// after the opening and before the close; the noise of a slice is smaller than a slice, so the sum never falls.
    /// </summary>
    private long VolumeUntil(Listing listing, Session session, DateTimeOffset at)
    {
        var day = Noise.Mix(Noise.Mix(Noise.Mix((ulong)seed, "volume"), listing.Symbol), (ulong)session.Index);
        var total = listing.Volume * (0.6 + (0.8 * Noise.Uniform(day))) * (session.IsHalfDay ? 0.5 : 1);
        var place = (double)(at - session.Open).Ticks / session.Length.Ticks * VolumeSlices;
        var slice = Math.Floor(place);
        var (before, after) = (ShareTraded(day, slice), ShareTraded(day, slice + 1));
        return (long)(total * (before + ((place - slice) * (after - before))));
    }

    private static double ShareTraded(ulong day, double slice)
    {
        if (slice is <= 0 or >= VolumeSlices)
        {
            return slice <= 0 ? 0 : 1;
        }

        var noise = 0.8 * (Noise.Uniform(Noise.Mix(day, (ulong)slice)) - 0.5);
        var time = (slice + noise) / VolumeSlices;
        // The integral of a bowl that is four times as high at its ends as in the middle.
        var fromMiddle = (2 * time) - 1;
        return 0.5 + ((fromMiddle + (fromMiddle * fromMiddle * fromMiddle)) / 4);
    }

    /// <summary>A share that is not listed gets a character out of its name.</summary>
    private static Listing ListingOf(string symbol)
    {
        if (Universe.Find(symbol) is { } listing)
        {
            return listing;
        }

        if (!Symbol.IsValid(symbol))
        {
            throw new ArgumentException($"'{symbol}' is not a symbol.", nameof(symbol));
        }

        var key = Noise.Mix(0, symbol);
        return new Listing(
            symbol,
            Universe.OtherSector,
            15 + Math.Floor(300 * Noise.Uniform(Noise.Mix(key, 1))),
            0.012 + (0.018 * Noise.Uniform(Noise.Mix(key, 2))),
            500_000 + (long)(8_000_000 * Noise.Uniform(Noise.Mix(key, 3)))
        );
    }
}
