namespace AgentTrader.Core.Trading;

/// <summary>Why a book refuses a change.</summary>
public enum BookRefusalReason
{
    /// <summary>The agent is not active, so it does not trade.</summary>
    NotActive,

    /// <summary>Another trade of the agent waits for a person.</summary>
    ApprovalPending,
    InsufficientCash,
    NotEnoughShares,
    TooManyPositions,
    TooManyLots,

    /// <summary>A quantity, price or fee is outside its range.</summary>
    InvalidOrder,

    /// <summary>The change does not lead out of the status the agent is in.</summary>
    InvalidTransition,

    /// <summary>A budget may not fall below what the portfolio is worth.</summary>
    BudgetBelowValue,

    /// <summary>A budget is outside its range.</summary>
    InvalidBudget,

    /// <summary>The trade is already in the book.</summary>
    Duplicate,
}
