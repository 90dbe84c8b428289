using AgentTrader.Services;

namespace AgentTrader.Functions.Identity;

/// <summary>Who wants in. The one-time code is needed by users who have enrolled.</summary>
public sealed record LoginRequest(string Email, string Password, string? TotpCode = null)
{
    /// <summary>Hashing takes long: text beyond any real password is refused before it is hashed.</summary>
    private const int MaxLength = 255;

    /// <exception cref="ProblemException">400 with every failing field.</exception>
    public void Validate()
    {
        var errors = new Dictionary<string, string[]>();
        if (Email.Length is 0 or > MaxLength)
        {
            errors["email"] = [$"An e-mail address has 1 to {MaxLength} characters."];
        }

        if (Password.Length is 0 or > MaxLength)
        {
            errors["password"] = [$"A password has 1 to {MaxLength} characters."];
        }

        if (errors.Count > 0)
        {
            throw ProblemException.Invalid(errors);
        }
    }
}
