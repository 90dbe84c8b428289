using System.Text.RegularExpressions;

namespace AgentTrader.Services.Storage;

/// <summary>
/// What names look like that go into row keys, filters and addresses, whoever they name: 1 to 256 letters, digits
/// and <c>. _ - @ + :</c>, so that another system's people can be named by their addresses.
/// </summary>
public static partial class Names
{
    private const int MaxLength = 256;

    public static bool IsName(string text) => text.Length <= MaxLength && Name().IsMatch(text);

    /// <summary>Whether a text is a name, or none is given.</summary>
    public static bool IsNameOrNone(string? text) => text is null || IsName(text);

    [GeneratedRegex(@"^[A-Za-z0-9._@+:-]+\z")]
    private static partial Regex Name();
}
