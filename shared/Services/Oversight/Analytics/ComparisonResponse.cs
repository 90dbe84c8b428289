namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>
/// The same decisions of an agent in two books (document 1, FR-015): as they went, and as they would have gone had nobody been
/// asked, each stopped trade filled whole at the price that the approvers saw.
/// </summary>
/// <param name="Stopped">Trades that oversight stopped.</param>
/// <param name="Approved">How many of them were filled after all.</param>
/// <param name="Difference">Dollars by which the book with oversight is ahead.</param>
public sealed record ComparisonResponse(
    string AgentId,
    int Stopped,
    int Approved,
    ComparedBook WithOversight,
    ComparedBook WithoutOversight,
    decimal Difference
);
