using AgentTrader.Core.Trading;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 18: what is stored, over generated markets and books.</summary>
public class R18StorageTests
{
    [Fact]
    public void A_restart_between_any_two_steps_changes_nothing() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where((_, i) => i % 7 == 0),
                step =>
                {
                    var plain = Engine.Decide(step.Input);
                    var restarted = Engine.Decide(step.Input with { Book = Book.FromJson(step.Input.Book.ToJson()) });
                    Assert.Equal(plain.Book.ToJson(), restarted.Book.ToJson());
                    Assert.Equal(
                        plain.Decisions.Select(decision => decision.ToString()),
                        restarted.Decisions.Select(decision => decision.ToString())
                    );
                }
            )
        );

    [Fact]
    public void Levels_are_kept_with_what_they_were_reckoned_from() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.SelectMany(step => step.Output.StopAdjustments.Select(stop => (step, stop))),
                each =>
                {
                    Assert.True(each.stop.Atr >= 0 && each.stop.AtrMultiplier > 0);
                    Assert.InRange(each.stop.Confidence, 0, 1);
                    Assert.InRange(each.stop.At, DateTimeOffset.MinValue, each.step.At);
                }
            )
        );

    [Fact]
    public void The_ledger_of_the_reserve_pool_adds_up() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => !step.Output.Reserve.IsEmpty),
                step =>
                {
                    var entry = Assert.Single(step.Output.Reserve);
                    Assert.Equal(step.Input.Book.ReservePool + entry.Amount, entry.BalanceAfter);
                    Assert.Equal((ReserveTrigger.EmergencyLiquidation, step.At), (entry.Trigger, entry.At));
                }
            )
        );
}
