using System.Diagnostics;

namespace AgentTrader.Benchmarks;

/// <summary>Requests over so many connections at once, each sending the next as soon as the last was answered.</summary>
internal static class HttpLoad
{
    /// <exception cref="HttpRequestException">An answer was no success.</exception>
    public static async Task RunAsync(
        HttpClient http,
        int connections,
        int requests,
        Func<int, HttpRequestMessage> make,
        Samples samples
    )
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(WorkAsync)));

        async Task WorkAsync()
        {
            for (
                var number = Interlocked.Increment(ref next);
                number < requests;
                number = Interlocked.Increment(ref next)
            )
            {
                using var request = make(number);
                var started = Stopwatch.GetTimestamp();
                using var response = await http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                var time = Stopwatch.GetElapsedTime(started);
                if (!response.IsSuccessStatusCode)
                {
                    throw new HttpRequestException($"{request.RequestUri} answered {response.StatusCode}: {text}");
                }

                lock (samples)
                {
                    samples.Add(time);
                }
            }
        }
    }
}
