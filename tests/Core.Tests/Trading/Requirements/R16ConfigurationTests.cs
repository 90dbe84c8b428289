using AgentTrader.Core.Trading;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 16: configuration and control, over generated markets and books.</summary>
public class R16ConfigurationTests
{
    [Fact]
    public void A_disabled_engine_does_nothing_whatever_happens() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                {
                    var off = step.Input with { Config = step.Input.Config with { Enabled = false } };
                    Assert.True(Engine.Decide(off).IsEmpty);
                }
            )
        );

    [Fact]
    public void A_change_counts_from_the_next_step_on() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => step.Purchases.Any()),
                step =>
                {
                    var strict = step.Input.Config with { MinActivePool = Money.MaxBudget * 100 };
                    Assert.DoesNotContain(
                        Engine.Decide(step.Input with { Config = strict }).Orders,
                        order => order.Action == TradeAction.Buy
                    );
                }
            )
        );

    [Fact]
    public void An_agent_that_is_not_active_does_nothing_and_one_that_waits_for_a_person_only_leaves_positions() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                {
                    Book[] idle = [step.Input.Book.Pause(), step.Input.Book.Stop(), step.Input.Book.Fail("x")];
                    Assert.All(idle, book => Assert.True(Engine.Decide(step.Input with { Book = book }).IsEmpty));
                    var waiting = step.Input with { Book = step.Input.Book.AwaitApproval("trd_x") };
                    Assert.All(Engine.Decide(waiting).Orders, order => Assert.Equal(TradeAction.Sell, order.Action));
                }
            )
        );
}
