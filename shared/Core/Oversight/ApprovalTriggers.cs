using System.Globalization;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Oversight;

/// <summary>Which trades wait for a person (document 1, FR-012).</summary>
public static class ApprovalTriggers
{
    /// <summary>Why the order waits for a person, in one sentence; null when it may go through.</summary>
    /// <param name="order">Manual trades bypass oversight (FR-007), liquidations and approved orders have no need of it.</param>
    /// <param name="value">What the order is worth now, in dollars without fees.</param>
    /// <param name="settings">The agent's threshold.</param>
    public static string? ReasonFor(Order order, decimal value, AgentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(settings);
        if (order.Manual || order.Purpose == OrderPurpose.Liquidation || order.ApprovedBy is not null)
        {
            return null;
        }

        return value > settings.OversightThreshold
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Trade value of ${value:N2} exceeds the ${settings.OversightThreshold:N0} threshold."
            )
            : null;
    }
}
