using System.Collections.Immutable;

namespace AgentTrader.Core.Trading;

/// <summary>What a step of the engine leads to. All of it belongs into one commit.</summary>
/// <param name="Book">The book afterwards; the same object when nothing in it changed.</param>
/// <param name="Decisions">What is new: a signal that lasts is decided once for each outcome.</param>
/// <param name="Orders">To be sent.</param>
/// <param name="StopAdjustments">Levels that were set or moved; the book holds them already.</param>
public readonly record struct EngineOutput(
    Book Book,
    ImmutableArray<Decision> Decisions,
    ImmutableArray<Order> Orders,
    ImmutableArray<StopLevels> StopAdjustments
)
{
    /// <summary>Whether the step changed nothing at all.</summary>
    public bool IsEmpty => Decisions.IsEmpty && StopAdjustments.IsEmpty;
}
