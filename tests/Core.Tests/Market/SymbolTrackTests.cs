using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Market;

public class SymbolTrackTests
{
    private static readonly DateTimeOffset Start = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 1, 5)).Open;

    [Fact]
    public void Is_ready_after_fifty_bars()
    {
        var track = new SymbolTrack("AAPL");
        Assert.False(track.Features.IsReady);
        for (var i = 0; i < SymbolTrack.SlowLength; i++)
        {
            Assert.False(track.Features.IsReady);
            track.Add(Minute(i, 100 + i));
        }

        Assert.True(track.Features.IsReady);
        Assert.Equal(100 + 49 - 9.5, track.Features.FastAverage, 1e-9);
        Assert.Equal(100 + 49 - 24.5, track.Features.SlowAverage, 1e-9);
        Assert.Equal(129, track.Features.Earlier);
        Assert.Equal(148, track.Features.High);
        Assert.Equal(129, track.Features.Low);
    }

    [Fact]
    public void A_signal_keeps_the_bar_that_began_it()
    {
        var track = new SymbolTrack("AAPL");
        Signal? turned = null;
        for (var i = 0; i < 200; i++)
        {
            track.Add(Minute(i, 100 + (i < 100 ? i : 200 - i)));
            var signal = track.Features.Of(SignalKind.Trend);
            if (i >= 60 && i < 100)
            {
                Assert.True(signal.IsBuy);
            }

            turned ??= i > 100 && !signal.IsBuy ? signal : null;
            if (turned is { } since)
            {
                Assert.Equal(since.Since, signal.Since);
            }
        }

        Assert.InRange(turned!.Value.Since, Start.AddMinutes(105), Start.AddMinutes(140));
    }

    [Fact]
    public void Refuses_bars_that_overlap()
    {
        var track = new SymbolTrack("AAPL");
        track.Add(Minute(1, 100));
        Assert.Throws<ArgumentException>(() => track.Add(Minute(1, 100)));
        Assert.Throws<ArgumentException>(() => track.Add(Minute(0, 100)));
    }

    [Fact]
    public void Stays_within_its_ranges_whatever_the_prices() =>
        Prop.ForAll(
                Gen.Elements(0.0001, 0.01, 1, 100, 9_999_999).ListOf(120).ToArbitrary(),
                prices =>
                {
                    var track = new SymbolTrack("AAPL");
                    for (var i = 0; i < prices.Count; i++)
                    {
                        track.Add(Minute(i, prices[i]));
                        ref readonly var features = ref track.Features;
                        if (features.IsReady)
                        {
                            Assert.InRange(features.Rsi, 0, 100);
                            Assert.InRange(features.Atr, 0, 10_000_000);
                            for (var kind = SignalKind.Trend; kind <= SignalKind.Micro; kind++)
                            {
                                Assert.InRange(features.Of(kind).Confidence, 0, 1);
                                Assert.False(
                                    string.IsNullOrWhiteSpace(SignalReader.Explain(features.Of(kind), features))
                                );
                            }
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure);

    private static Bar Minute(int index, double price) =>
        new(Start.AddMinutes(index), Start.AddMinutes(index + 1), price, price, price, price, 1);
}
