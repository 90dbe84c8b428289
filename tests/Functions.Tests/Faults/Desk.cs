using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>
/// People at work over HTTP while hosts come and go: what they ask for they ask again under the same key until a host
/// answers, as any careful client does.
/// </summary>
internal sealed class Desk
{
    private static readonly string[] Symbols = ["XOM", "KO", "PFE", "WMT"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private const int AtOnce = 5;
    private readonly ConcurrentDictionary<string, bool> accepted = new();
    private readonly List<Task> work = [];
    private volatile bool leaving;
    private volatile string[] hosts = [];
    private int next;
    private string trader = "";
    private string approver = "";

    /// <summary>The trades that were accepted, each once.</summary>
    public ICollection<string> Accepted => accepted.Keys;

    /// <summary>The hosts to ask, in turn; none while all are down.</summary>
    public void Use(params HostProcess[] running) =>
        hosts = [.. running.Select(host => host.Http.BaseAddress!.ToString())];

    public async Task SignInAsync()
    {
        trader = await LoginAsync("trader");
        approver = await LoginAsync("approver");
    }

    /// <summary>Makes an agent that trades.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="threshold">Trades worth more than so many dollars wait for a person.</param>
    public async Task<string> OpenAgentAsync(string name, decimal threshold)
    {
        var body = new
        {
            name,
            strategy = "balanced",
            initialBudget = 100_000,
            riskTolerance = 7,
            oversightThreshold = threshold,
        };
        var agent = (await AskAsync(HttpMethod.Post, "agents", body, trader, name))!.Value;
        var id = agent.GetProperty("agentId").GetString()!;
        await AskAsync(HttpMethod.Post, $"agents/{id}/activate", null, trader, name + "-activate");
        return id;
    }

    public Task PauseAsync(string agentId) =>
        AskAsync(HttpMethod.Post, $"agents/{agentId}/pause", null, trader, agentId + "-pause");

    /// <summary>Somebody who buys and sells small lots, as fast as answers come.</summary>
    public void Trade(string agentId, int seed) =>
        work.Add(
            RepeatAsync(
                new Random(seed),
                async (random, number) =>
                {
                    var body = new
                    {
                        symbol = Symbols[random.Next(Symbols.Length)],
                        action = random.Next(3) == 0 ? "sell" : "buy",
                        quantity = random.Next(1, 4),
                    };
                    var key = $"{agentId}-{seed}-{number}";
                    var first = await AskAsync(HttpMethod.Post, $"agents/{agentId}/trades", body, trader, key);
                    if (first is not { } trade)
                    {
                        return;
                    }

                    var id = trade.GetProperty("tradeId").GetString()!;
                    accepted[id] = true;
                    if (random.Next(4) == 0)
                    {
                        var again = await AskAsync(HttpMethod.Post, $"agents/{agentId}/trades", body, trader, key);
                        Assert.Equal(id, again!.Value.GetProperty("tradeId").GetString());
                    }
                }
            )
        );

    /// <summary>Somebody who approves or rejects whatever waits; now and then gives up after one try.</summary>
    public void Decide(int seed) =>
        work.Add(
            RepeatAsync(
                new Random(seed),
                async (random, _) =>
                {
                    var list = await AskAsync(HttpMethod.Get, "oversight/requests?status=pending", null, approver);
                    var choices = new Random(random.Next());
                    await Task.WhenAll(
                        list!
                            .Value.GetProperty("items")
                            .EnumerateArray()
                            .Select(request => DecideAsync(request.GetProperty("requestId").GetString()!, choices))
                    );
                }
            )
        );

    private Task<JsonElement?> DecideAsync(string requestId, Random random)
    {
        var body = new { decision = random.Next(3) == 0 ? "rejected" : "approved" };
        var path = $"oversight/requests/{requestId}/decision";
        return AskAsync(HttpMethod.Post, path, body, approver, requestId, once: random.Next(3) == 0);
    }

    /// <summary>Lets everybody finish what they ask for; a request that was begun is asked until it is answered.</summary>
    public async Task LeaveAsync()
    {
        leaving = true;
        await Task.WhenAll(work);
        work.Clear();
    }

    /// <summary>Steps again and again; one that a dead host holds up goes on beside the next ones.</summary>
    private async Task RepeatAsync(Random random, Func<Random, int, Task> step)
    {
        var begun = new List<Task>();
        for (var number = 0; !leaving; number++)
        {
            begun.Add(step(random, number));
            await Task.WhenAny(begun[^1], Task.Delay(Patience));
            begun.RemoveAll(done => done.IsCompletedSuccessfully);
            if (begun.Count == AtOnce)
            {
                await Task.WhenAny(begun);
            }

            await Task.Delay(random.Next(20, 150));
        }

        await Task.WhenAll(begun);
    }

    private async Task<string> LoginAsync(string name)
    {
        var body = new { email = $"{name}@demo.local", password = DemoUsers.Password };
        var session = await AskAsync(HttpMethod.Post, "auth/login", body, null);
        return session!.Value.GetProperty("token").GetString()!;
    }

    /// <summary>The answer of 2xx; null when a rule said no (4xx).</summary>
    private async Task<JsonElement?> AskAsync(
        HttpMethod method,
        string path,
        object? body,
        string? token,
        string? key = null,
        bool once = false
    )
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        while (true)
        {
            try
            {
                if (hosts is { Length: > 0 } running)
                {
                    var host = running[Math.Abs(Interlocked.Increment(ref next)) % running.Length];
                    using var request = Request(method, $"{host}api/v1/{path}", body, token, key);
                    using var response = await http.SendAsync(request);
                    if (response.IsSuccessStatusCode)
                    {
                        return await response.Content.ReadFromJsonAsync<JsonElement>();
                    }

                    if (IsFinal(response))
                    {
                        return null;
                    }
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
            {
                // The host died before or while it answered: whether it did what was asked is not known.
            }

            if (once)
            {
                return null;
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Everything else is worth asking again: 5xx, 429, and 409 with Retry-After while a dead host's claim runs.</summary>
    private static bool IsFinal(HttpResponseMessage response) =>
        (int)response.StatusCode is >= 400 and < 500
        && response.StatusCode != HttpStatusCode.TooManyRequests
        && response.Headers.RetryAfter is null;

    private static HttpRequestMessage Request(HttpMethod method, string uri, object? body, string? token, string? key)
    {
        var request = new HttpRequestMessage(method, uri) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }
}
