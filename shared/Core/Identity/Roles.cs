namespace AgentTrader.Core.Identity;

/// <summary>
/// What a user may do. A user has exactly one role; several together say which roles a function lets in.
/// <see cref="Service"/> is another system with the instance's service token, never a user.
/// </summary>
[Flags]
public enum Roles
{
    None = 0,
    Admin = 1,
    Trader = 2,
    Viewer = 4,
    Approver = 8,
    Service = 16,

    /// <summary>Every signed-in user.</summary>
    Any = Admin | Trader | Viewer | Approver,
}
