using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using static AgentTrader.Core.Tests.Trading.EngineScene;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirement 20: trades within the day.</summary>
public class EngineMicroTests
{
    [Fact]
    public void Micro_trades_are_small_and_few()
    {
        var view = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, Since));
        view.Features.Last = view.Features.Last with { Start = Now.AddMinutes(-5), End = Now };
        view.Features.Signals[(int)SignalKind.Micro] = new(SignalKind.Micro, true, 0.9, Now);
        Assert.Empty(Decide(Fresh, view).Orders);
        var input = Input(Fresh, Now, view) with { Config = new() { MicroEnabled = true } };
        var output = Engine.Decide(input);
        Assert.Equal(2, Assert.Single(output.Decisions).Quantity);
        Assert.Equal(1, output.Book.Engine.MicroTrades);
        var busy = Fresh.Remember(Fresh.Engine with { MicroTrades = 10 });
        Assert.Equal(
            SkipReason.MicroLimit,
            Assert.Single(Engine.Decide(input with { Book = busy }).Decisions).SkipReason
        );
    }
}
