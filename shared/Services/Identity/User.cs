using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>A user as stored.</summary>
public sealed record User
{
    /// <summary>A <c>usr_</c> id.</summary>
    public required string UserId { get; init; }

    /// <summary>As the user writes it; compared without regard to case.</summary>
    public required string Email { get; init; }

    public required string FullName { get; init; }

    /// <summary>Exactly one role.</summary>
    public required Roles Role { get; init; }

    /// <summary>ASP.NET Core Identity's version 3 format: PBKDF2 with HMAC-SHA-512, salt and iterations included.</summary>
    public required string PasswordHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>The TOTP secret, sealed by <see cref="SecretBox"/>; null before enrolment.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>Whether the user has confirmed the secret with a code; only then is a code asked for.</summary>
    public bool TotpEnabled { get; init; }

    /// <summary>The step of the last code used; an earlier or equal one is refused.</summary>
    public long TotpLastStep { get; init; }

    public SignedInUser ToSignedIn() => new(UserId, Email, FullName, Role);
}
