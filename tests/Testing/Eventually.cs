using System.Diagnostics;

namespace AgentTrader.Testing;

/// <summary>Waits for what happens soon and not at once. The deadline is long, because machines are busy; the wait is not.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Asks until the answer is right, and gives it.</summary>
    /// <exception cref="TimeoutException">It was never right; the message holds the last answer.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight, TimeSpan? deadline = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline))
            {
                throw new TimeoutException($"It did not come to be in time. The last answer: {answer}");
            }

            await Task.Delay(Pause);
        }
    }
}
