using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Services.Demo;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests;

/// <summary>
/// The running functions with all their triggers, the storage behind them, and users of any role. The market is synthetic and
/// begins with 3 March 2025's opening. Agents of these tests decide nothing by themselves: their hours never come.
/// </summary>
public sealed class Product : IAsyncDisposable
{
    private static int count;
    private readonly IAsyncDisposable host;
    private readonly string instance;
    private readonly TimeProvider clock;
    private readonly Func<string> log;

    private Product(
        IAsyncDisposable host,
        HttpClient http,
        string storage,
        string instance,
        Func<string> log,
        TimeProvider clock
    )
    {
        this.host = host;
        this.instance = instance;
        this.log = log;
        Http = http;
        this.clock = clock;
        Storage = new InstanceStorage(
            new TableServiceClient(storage),
            new QueueServiceClient(storage, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }),
            instance
        );
    }

    public HttpClient Http { get; }

    /// <summary>The instance's tables and queues, past the product.</summary>
    public InstanceStorage Storage { get; }

    public string Instance => instance;

    /// <summary>What the host has said.</summary>
    public string Log => log();

    /// <summary>Starts the functions as a process of their own.</summary>
    public static async Task<Product> StartAsync(string storage)
    {
        var instance = NewInstance();
        var host = await HostProcess.StartAsync(
            storage,
            instance,
            new Dictionary<string, string> { ["DecisionLoopSchedule"] = "0 * * * * *" }
        );
        return new Product(host, host.Http, storage, instance, () => host.Log, TimeProvider.System);
    }

    /// <summary>Starts the functions in this process, mostly by a clock of the test.</summary>
    /// <param name="storage">Azurite's connection string.</param>
    /// <param name="clock">Every time the product knows but storage's.</param>
    /// <param name="replace">Puts services of the test in the place of the product's.</param>
    /// <param name="instance">The instance's name; one that nobody else has unless it is given.</param>
    /// <param name="signalR">Whose SignalR service to use; its own unless it is given.</param>
    /// <param name="loop">When the decision loop runs.</param>
    public static async Task<Product> StartAsync(
        string storage,
        TimeProvider clock,
        Action<IServiceCollection>? replace = null,
        string? instance = null,
        Product? signalR = null,
        string loop = "0 * * * * *"
    )
    {
        instance ??= NewInstance();
        var port = Azurite.FreePorts(1)[0];
        var settings = HostProcess
            .DefaultSettings(storage, instance, port)
            .ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair.Value);
        settings["DecisionLoopSchedule"] = loop;
        // The name of a task hub takes letters and digits alone.
        settings["TaskHubName"] = InstanceStorage.LettersAndDigits(instance);
        if (signalR is not null)
        {
            settings["SignalR"] =
                $"Endpoint={signalR.Http.BaseAddress};AccessKey={HostProcess.SigningKey};Version=1.0;";
        }

        settings["Emulator:DrainSeconds"] = "1";
        // A process of its own finds the storage in its environment.
        settings["ServiceBus"] += "StorageConnectionString=" + storage;
        // A message that fails is tried again at once, and not after storage's five seconds.
        settings["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:00";
        var app = await FunctionApp.StartAsync(
            FunctionTypes.Of(typeof(App).Assembly),
            settings,
            builder =>
            {
                builder.AddAgentTrader();
                replace?.Invoke(builder.Services);
            },
            clock
        );
        await app.Services.GetRequiredService<Startup>().WhenDone.WaitAsync(TimeSpan.FromSeconds(60));
        return new Product(
            app,
            app.Http,
            storage,
            instance,
            () => string.Join('\n', app.Logs.Entries.Select(entry => $"{entry.Text} {entry.Error}")),
            clock
        );
    }

    /// <summary>A client without a token.</summary>
    public ApiClient Anybody => new(Http, "", () => null);

    /// <summary>A client with this token.</summary>
    public ApiClient With(string? token) => new(Http, "", () => token);

    /// <summary>A new user of a role, signed in. The product knows users by their tokens alone.</summary>
    public ApiClient NewUser(Roles role)
    {
        var number = Interlocked.Increment(ref count);
        return User(EntityId.Derive("usr", DateTimeOffset.UnixEpoch, $"{instance} {number}"), role);
    }

    /// <summary>The user of this id in a role, with a token made now, or by another clock.</summary>
    public ApiClient User(string userId, Roles role, TimeProvider? madeBy = null) =>
        new(
            Http,
            userId,
            () => Token(userId, role, new AccessTokens(HostProcess.SigningKey, instance, madeBy ?? clock))
        );

    /// <summary>A new user who is stored too, as those who prove more than a token need to be.</summary>
    public async Task<ApiClient> NewStoredUserAsync(Roles role)
    {
        var user = NewUser(role);
        await new UserStore(Storage).AddAsync(
            new User
            {
                UserId = user.UserId,
                Email = $"{user.UserId}@test.local",
                FullName = user.UserId,
                Role = role,
                PasswordHash = "",
                CreatedAt = clock.GetUtcNow(),
            },
            CancellationToken.None
        );
        return user;
    }

    /// <summary>One of the demo's published users.</summary>
    public async Task<User> DemoUserAsync(string email) =>
        (await new UserStore(Storage).FindByEmailAsync(email, CancellationToken.None))!.Value.User;

    /// <summary>Makes a Slack user a stranger again.</summary>
    public Task UnlinkAsync(string slackUserId) =>
        Storage.Table(TableNames.Users).DeleteEntityAsync("slack-user", slackUserId);

    /// <summary>The mails that went to an address, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> MailAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "emulator/outbox?to=" + address);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await Http.SendAsync(request);
        var mails = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. mails.GetProperty("items").EnumerateArray()];
    }

    /// <summary>A token of this instance, for any user.</summary>
    public string TokenOf(string userId, Roles role) =>
        Token(userId, role, new AccessTokens(HostProcess.SigningKey, instance, clock));

    /// <summary>A token that another key signed.</summary>
    public string ForgedToken(Roles role) =>
        Token("usr_0000000000000000", role, new AccessTokens("another signing key, also long enough", instance, clock));

    /// <summary>
    /// What requests can change about an agent, row by row: equal dumps mean that nothing was written in between. What an
    /// active agent's cycles note for themselves is left out.
    /// </summary>
    public async Task<string> DumpAsync(string agentId)
    {
        // Promises go a moment after they were kept.
        var rows = await Eventually.GetAsync(
            () => RowsAsync(agentId),
            rows => !rows.Any(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal))
        );
        return string.Join('\n', rows.Where(row => !IsOfCycles(row)).Select(Text));
    }

    /// <summary>Every row that is about an agent, its usage and its place in the directory included.</summary>
    public async Task<IReadOnlyList<TableEntity>> RowsAsync(string agentId)
    {
        var own = TableClient.CreateQueryFilter($"PartitionKey ge {agentId} and PartitionKey lt {agentId + "}"}");
        var listed = TableClient.CreateQueryFilter($"PartitionKey eq {"directory"}");
        var agents = Storage.Table(TableNames.Agents);
        return
        [
            .. await agents.QueryAsync<TableEntity>(own).ToListAsync(),
            .. (await agents.QueryAsync<TableEntity>(listed).ToListAsync()).Where(row =>
                row.RowKey.Contains(agentId, StringComparison.Ordinal) || row.GetString("AgentId") == agentId
            ),
        ];
    }

    private static bool IsOfCycles(TableEntity row) =>
        row.RowKey == "agent-performance"
        || row.RowKey.StartsWith("snapshot|", StringComparison.Ordinal)
        || row.RowKey.StartsWith("stop|", StringComparison.Ordinal)
        || row.RowKey.StartsWith("decision|", StringComparison.Ordinal);

    private static string Text(TableEntity row)
    {
        if (row.RowKey != "book")
        {
            return $"{row.PartitionKey} {row.RowKey} {row.ETag}";
        }

        var book = JsonNode.Parse(JsonRow.ReadText(row))!.AsObject();
        foreach (var note in (string[])["decidedUntil", "handled", "engine", "stops"])
        {
            book.Remove(note);
        }

        return book.ToJsonString();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private static string NewInstance() => $"p{Environment.ProcessId}x{Interlocked.Increment(ref count)}";

    private static string Token(string userId, Roles role, AccessTokens tokens) =>
        tokens.Create(new SignedInUser(userId, $"{userId}@test.local", $"{role} {userId[^4..]}", role));
}
