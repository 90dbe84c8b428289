using System.Text.Json;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Functions.Http;
using AgentTrader.Services;

namespace AgentTrader.Functions.Trading;

/// <summary>Recommendations in a file, for a backtest from the shell (document 5, requirement 15.1).</summary>
internal static class RecommendationsFile
{
    /// <summary>Reads recommendations as <c>GET /api/v1/recommendations</c> lists them: its answer, or the items alone.</summary>
    /// <param name="path">Where the file is.</param>
    /// <returns>All of them, each for the agent of the backtest.</returns>
    /// <exception cref="ProblemException">400: there is no such file, or something else is in it.</exception>
    public static Recommendations Read(string path)
    {
        IReadOnlyList<Recommendation> items;
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = file.RootElement;
            var read =
                root.ValueKind == JsonValueKind.Array
                    ? root.Deserialize<IReadOnlyList<Recommendation>>(ApiJson.Options)
                    : root.Deserialize<Page<Recommendation>>(ApiJson.Options)?.Items;
            items = read ?? throw new JsonException("Nothing is in the file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The file cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Refused("The file is to hold what GET /api/v1/recommendations answers, or its items alone.");
        }

        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (
                item is null
                || item.RecommendationId.Length == 0
                || !Symbol.IsValid(item.Symbol)
                || item.Confidence is not (>= 0 and <= 1)
                || item.ExpiresAt <= item.CreatedAt
            )
            {
                throw Refused(
                    FormattableString.Invariant(
                        $"Its item {i + 1} is no recommendation: it needs a recommendationId, a symbol, a confidence from 0 to 1, and an expiresAt after its createdAt."
                    )
                );
            }
        }

        // Whoever they were made for: whoever names the file wants them heard.
        return new Recommendations(items.Select(item => item with { OwnerId = null }));
    }

    private static ProblemException Refused(string sentence) => ProblemException.Invalid("--recommendations", sentence);
}
