namespace AgentTrader.Services.Identity;

/// <summary>What an authenticator app needs; shown once.</summary>
/// <param name="Secret">Base 32, to be typed by hand.</param>
/// <param name="OtpauthUri">The same as an address, for a QR code.</param>
public sealed record TotpEnrolment(string Secret, string OtpauthUri);
