using System.Collections.Concurrent;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>What came of a run.</summary>
/// <param name="say">Hears of each finding at once: a run may take long, or be ended early.</param>
internal sealed class FuzzReport(Action<string> say)
{
    private const int MostFindings = 20;
    private readonly ConcurrentDictionary<int, int> answers = new();
    private readonly ConcurrentDictionary<string, int> accepted = new();
    private readonly ConcurrentQueue<string> findings = new();

    /// <summary>What must not be, one text each; no more than a reader can use.</summary>
    public IReadOnlyCollection<string> Findings => findings;

    /// <summary>How many requests were answered with each status, as text; 0 stands for a closed connection.</summary>
    public string Answers =>
        string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Key}: {answer.Value}"));

    public bool IsFull => findings.Count >= MostFindings;

    /// <summary>Routes of which every request was refused, so that little behind them was reached.</summary>
    public string NeverAccepted(IEnumerable<string> routes) =>
        string.Join(", ", routes.Where(route => !accepted.ContainsKey(route)));

    public void Count(string route, int status)
    {
        answers.AddOrUpdate(status, 1, (_, count) => count + 1);
        if (status is >= 200 and < 300)
        {
            accepted.AddOrUpdate(route, 1, (_, count) => count + 1);
        }
    }

    public void Find(string finding)
    {
        if (!IsFull)
        {
            findings.Enqueue(finding);
            say("FOUND: " + finding);
        }
    }
}
