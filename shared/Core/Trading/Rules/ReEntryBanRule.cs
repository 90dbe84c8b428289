using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>Requirement 6.2: not again for a while after a large loss.</summary>
internal sealed class ReEntryBanRule : EntryRule
{
    public override SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry)
    {
        foreach (var ban in step.Book.Engine.Bans)
        {
            if (ban.Symbol == view.Symbol && step.Now < ban.Until)
            {
                return SkipReason.ReEntryBan;
            }
        }

        return null;
    }
}
