namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>What could be better about approvals.</summary>
public enum AdviceKind
{
    /// <summary>Every request below a value was approved.</summary>
    RaiseThreshold,

    /// <summary>Many requests expire undecided.</summary>
    Expired,

    /// <summary>Requests of one hour of the day wait long.</summary>
    SlowHour,

    /// <summary>One approver takes long.</summary>
    SlowApprover,
}
