using System.Text.Json;
using System.Text.RegularExpressions;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>
/// Throws requests at every route that a host describes and messages at every queue it reads, and notes what must not be:
/// a 5xx, an error that is not problem details, an exception in the log that nobody foresaw, a broken invariant, memory
/// that grows.
/// </summary>
/// <param name="storage">The connection string of the Azurite that <paramref name="host"/> runs on.</param>
internal sealed partial class Fuzzer(HostProcess host, string storage, string instance, int seed, Action<string> say)
{
    private const int Workers = 8;
    private const int Renewal = 120;
    private const int Progress = 5_000;

    // What a warm host may still grow by: the heap of two cores breathes by tens of megabytes.
    private const long AllowedGrowth = 96L * 1024 * 1024;

    private static readonly string[] ErrorMarks = [" fail: ", " crit: ", "Unhandled exception"];
    private int linesRead;

    public FuzzReport Report { get; } = new(say);

    /// <summary>Runs all, or the one request <paramref name="only"/> alone, and looks at what is left.</summary>
    public async Task RunAsync(int requests, int messages, int? only, CancellationToken stop)
    {
        var world = await FuzzWorld.CreateAsync(host);
        if (only is { } number)
        {
            using var client = new RawClient(host.Http.BaseAddress!.Port);
            var request = new RequestMaker(seed, world).Make(number);
            say(request.ToString());
            say((await SendAsync(client, request)).ToString());
            return;
        }

        // The first quarter warms up: what is allocated then stays.
        await SendAllAsync(world, 0, requests / 4, stop);
        var warm = ResidentBytes();
        await SendAllAsync(world, requests / 4, requests, stop);
        var grown = ResidentBytes() - warm;
        say($"{requests} requests: {Report.Answers}; {warm >> 20} MB when warm, {grown >> 20} MB more at the end");
        say($"never accepted: {Report.NeverAccepted(world.Routes.Select(route => $"{route.Method} {route.Path}"))}");
        if (grown > AllowedGrowth)
        {
            Report.Find($"Memory grew by {grown >> 20} MB from the first quarter of the requests to the last.");
        }

        FindErrorsInLog("requests", line => false);
        if (Report.IsFull)
        {
            return;
        }

        await world.RenewAsync();
        var queues = new FuzzedQueues(storage, instance);
        var sent = await queues.SendAsync(new MessageMaker(seed, world, DateTimeOffset.UtcNow), messages, say, stop);
        if (await queues.LeftAsync(stop) is { } left)
        {
            Report.Find($"Minutes after the last message of seed {seed} there is still: {left}");
        }

        say($"{messages} messages to each of {sent}");
        FindErrorsInLog("messages", IsRefusal);
        if (!(await host.Http.GetAsync("api/v1/ready", stop)).IsSuccessStatusCode)
        {
            Report.Find("The host is not ready any more.");
        }

        foreach (var broken in await queues.BrokenAsync([]))
        {
            Report.Find(broken);
        }
    }

    private async Task SendAllAsync(FuzzWorld world, int first, int end, CancellationToken stop)
    {
        var maker = new RequestMaker(seed, world);
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(WorkAsync, stop)));

        async Task WorkAsync()
        {
            using var client = new RawClient(host.Http.BaseAddress!.Port);
            for (var number = Interlocked.Increment(ref next); number < end; number = Interlocked.Increment(ref next))
            {
                stop.ThrowIfCancellationRequested();
                if (Report.IsFull)
                {
                    return;
                }

                if (number > 0 && number % Progress == 0)
                {
                    say($"{number} requests sent, {Report.Findings.Count} findings");
                }

                if (number % Renewal == Renewal - 1)
                {
                    await world.RenewAsync();
                }

                await SendAsync(client, maker.Make(number));
            }
        }
    }

    private async Task<RawAnswer> SendAsync(RawClient client, FuzzRequest request)
    {
        RawAnswer answer;
        try
        {
            answer = await client.SendAsync(request);
        }
        catch (Exception exception) when (exception is TimeoutException or FormatException)
        {
            answer = new(-1, "", exception.Message);
        }

        Report.Count(request.Route, answer.Status);
        if (!request.Abort && WrongIn(request, answer) is { } wrong)
        {
            Report.Find(
                $"{wrong}\n{answer}\nAgain alone: ./bench fuzz --seed {seed} --only {request.Number}\n{request}"
            );
        }

        return answer;
    }

    private static string? WrongIn(FuzzRequest request, RawAnswer answer)
    {
        if (!request.IsHttp)
        {
            // Kestrel itself answers what is no HTTP; 505 is its word for a version that does not exist.
            return answer.Status is < 0 or (>= 500 and not 505) ? "A request that is no HTTP was not refused." : null;
        }

        return answer.Status switch
        {
            < 200 => "The request was not answered.",
            >= 500 => "The request ended as a server error.",
            >= 400 when !IsProblem(request, answer) => "The refusal is not problem details.",
            _ => null,
        };
    }

    private static bool IsProblem(FuzzRequest request, RawAnswer answer)
    {
        // The host alone answers methods that no function takes, with an empty 404, as Azure does; 431 is Kestrel's.
        if (answer.Status is 404 or 405 or 431 && answer.Body.Length == 0)
        {
            return answer.Status == 431
                || request.Method is "HEAD" or "TRACE" or "PROPFIND"
                || request.Method.Length > 7;
        }

        if (request.Method == "HEAD")
        {
            return true;
        }

        try
        {
            return answer.ContentType.StartsWith("application/problem+json", StringComparison.Ordinal)
                && JsonDocument.Parse(answer.Body).RootElement.GetProperty("status").GetInt32() == answer.Status;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>What cannot be read is refused by an exception, and so comes to the poison queue.</summary>
    private static bool IsRefusal(string line) =>
        line.Contains("UnreadableMessageException", StringComparison.Ordinal)
        || line.Contains("is no event; it is deleted", StringComparison.Ordinal)
        || line.Contains("is no activity; it is deleted", StringComparison.Ordinal);

    private void FindErrorsInLog(string during, Predicate<string> foreseen)
    {
        var lines = host.LogLines.Count;
        var bad = host
            .LogLines.Take(lines)
            .Skip(linesRead)
            .Where(line => ErrorMarks.Any(mark => line.Contains(mark, StringComparison.Ordinal)) && !foreseen(line))
            // One of each kind, so that none hides behind another: lines that differ only by instants, ids and numbers are one.
            .DistinctBy(line => WordsWithDigits().Replace(line, ""))
            .Take(5);
        foreach (var line in bad)
        {
            Report.Find($"The log, during the {during} of seed {seed}: {line}");
        }

        linesRead = lines;
    }

    [GeneratedRegex(@"\S*\d\S*")]
    private static partial Regex WordsWithDigits();

    private long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{host.Id}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                System.Globalization.CultureInfo.InvariantCulture
            ) * 1024;
    }
}
