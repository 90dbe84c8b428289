namespace AgentTrader.Services.Audit;

/// <summary>What a walk over the whole audit log found.</summary>
/// <param name="Valid">Every entry is there, unchanged and in its place.</param>
/// <param name="Entries">How many entries were checked.</param>
/// <param name="FirstBad">The first entry that is not as it was written, as <c>partition/number</c>; null when valid.</param>
/// <param name="Finding">What is wrong with it; null when valid.</param>
public sealed record AuditVerification(bool Valid, long Entries, string? FirstBad, string? Finding);
