using AgentTrader.Services.Oversight;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>One approval orchestration: what its history would say.</summary>
internal sealed class MemoryApproval(ApprovalInput input)
{
    public ApprovalInput Input => input;

    public bool Decided { get; set; } = input.Decided;

    /// <summary>The timer fired before the event came; once so, it stays so.</summary>
    public bool TimedOut { get; set; }

    public bool Finished { get; set; }

    /// <summary>Whether its activities run now, on the present host.</summary>
    public bool Running { get; set; }

    /// <summary>After a failed activity it is tried again.</summary>
    public DateTimeOffset NotBefore { get; set; }
}
