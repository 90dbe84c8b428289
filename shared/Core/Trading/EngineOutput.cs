using System.Collections.Immutable;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Core.Trading;

/// <summary>What a step of the engine leads to. All of it belongs into one commit.</summary>
/// <param name="Book">The book afterwards; the same object when nothing in it changed.</param>
/// <param name="IsEmpty">Whether the step changed nothing at all: there is nothing to commit.</param>
/// <param name="Decisions">What is new: a signal that lasts is decided once for each outcome.</param>
/// <param name="Orders">To be sent.</param>
/// <param name="StopAdjustments">Levels that were set or moved; the book holds them already.</param>
/// <param name="Reserve">Changes of the reserve pool; the book holds them already.</param>
/// <param name="Events">To be told.</param>
public readonly record struct EngineOutput(
    Book Book,
    bool IsEmpty,
    ImmutableArray<Decision> Decisions,
    ImmutableArray<Order> Orders,
    ImmutableArray<StopLevels> StopAdjustments,
    ImmutableArray<ReserveEntry> Reserve,
    ImmutableArray<EngineEvent> Events
);
