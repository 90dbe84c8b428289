using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Tests.Simulation;
using AgentTrader.Testing;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Services.Tests.Storage;

/// <summary>What a process promised and did not send is sent by another, which looks for it only when there may be some.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));
    private readonly MemoryCloud cloud;
    private readonly InstanceStorage storage;
    private readonly List<string> sent = [];
    private readonly Process first;
    private readonly Process second;
    private int calls;
    private int steps;

    public OutboxTests()
    {
        cloud = new MemoryCloud(clock) { Sent = (_, body, _) => sent.Add(body) };
        storage = new InstanceStorage(cloud.Tables, cloud.Queues, "outbox");
        cloud.Weather = () =>
        {
            calls++;
            return Task.FromResult(Fault.None);
        };
        (first, second) = (new Process(this), new Process(this));
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task What_a_process_promised_before_it_died_is_sent_by_another_within_a_minute()
    {
        await first.PromiseAsync("lost");
        first.Dispose();
        await SweepsAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(sent);
        await SweepsAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(["lost"], sent);
        Assert.Equal(1, await CostAsync(() => second.Outbox.SweepAsync(default)));
    }

    [Fact]
    public async Task A_promise_as_late_as_its_mark_allows_is_found_by_the_one_search_that_the_mark_brings()
    {
        await first.TellAsync("told");
        clock.Advance(TimeSpan.FromSeconds(9.9));
        await first.PromiseAsync("lost");
        first.Dispose();
        await SweepsAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(["told", "lost"], sent);
    }

    [Fact]
    public async Task What_a_process_fails_to_send_is_sent_while_it_goes_on_working()
    {
        await first.PromiseAsync("unlucky");
        cloud.Weather = () => Task.FromResult(Fault.Before);
        await Assert.ThrowsAsync<RequestFailedException>(() => first.RelayAsync("unlucky"));
        cloud.Weather = () => Task.FromResult(Fault.None);
        for (var second = 0; second < 60; second += 5)
        {
            await first.TellAsync($"at {second}");
            await SweepsAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Single(sent, "unlucky");
        Assert.Equal(13, sent.Count);
    }

    [Fact]
    public async Task A_sweep_reads_one_list_while_others_work_and_while_all_rest()
    {
        await first.TellAsync("told");
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await CostAsync(() => second.Outbox.SweepAsync(default)));
        Assert.Single(await MarksAsync());
        for (var minutes = 0; minutes < 3; minutes++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(1, await CostAsync(() => second.Outbox.SweepAsync(default)));
        }

        Assert.Empty(await MarksAsync());
    }

    [Fact]
    public async Task A_mark_ends_in_two_minutes_even_while_others_promise_all_the_time()
    {
        await first.PromiseAsync("lost");
        first.Dispose();
        for (var seconds = 0; seconds < 150; seconds += 5)
        {
            await second.PromiseAsync($"at {seconds}");
            await SweepsAsync(TimeSpan.FromSeconds(5));
            await second.RelayAsync($"at {seconds}");
        }

        Assert.Single(sent, "lost");
        Assert.Single(await MarksAsync());
    }

    [Fact]
    public async Task A_process_marks_itself_once_in_ten_seconds_however_much_it_sends()
    {
        await first.TellAsync("the first");
        // A commit, the message, and the promise taken back.
        Assert.Equal(3, await CostAsync(() => first.TellAsync("another")));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(3, await CostAsync(() => first.TellAsync("and another")));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(4, await CostAsync(() => first.TellAsync("the last")));
    }

    [Fact]
    public async Task The_hourly_search_finds_what_no_mark_speaks_of()
    {
        await first.PromiseAsync("lost");
        foreach (var mark in await MarksAsync())
        {
            await storage.Table(TableNames.Settings).DeleteEntityAsync(mark.PartitionKey, mark.RowKey, ETag.All);
        }

        first.Dispose();
        await SweepsAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(sent);
        await second.Outbox.SearchAsync(default);
        Assert.Equal(["lost"], sent);
    }

    /// <summary>Lets time pass while the second process sweeps as its timer makes it.</summary>
    private async Task SweepsAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(5))
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            if (++steps % 3 == 0)
            {
                await second.Outbox.SweepAsync(default);
            }
        }
    }

    private async Task<int> CostAsync(Func<Task> work)
    {
        var before = calls;
        await work();
        return calls - before;
    }

    private ValueTask<List<TableEntity>> MarksAsync() =>
        storage.Table(TableNames.Settings).QueryAsync<TableEntity>("PartitionKey eq 'outbox'").ToListAsync();

    /// <summary>One process's agents and outbox.</summary>
    private sealed class Process(OutboxTests test) : IDisposable
    {
        private const string Agent = "agt_0000000000000000";
        private readonly OutboxMark mark = new(test.storage, test.clock, NullLogger<OutboxMark>.Instance);

        public Outbox Outbox =>
            field ??= new(test.storage, test.cloud.Topic, mark, test.clock, NullLogger<Outbox>.Instance);

        public async Task PromiseAsync(string body)
        {
            var agents = new AgentStore(test.storage, Outbox, test.clock);
            var outcome = await agents.AddAsync(Agent, [Outbox.Promise(Agent, Message(body))], default);
            Assert.Equal(CommitOutcome.Committed, outcome);
        }

        public Task RelayAsync(string body) => Outbox.RelayAsync(Agent, [Message(body)], default);

        public async Task TellAsync(string body)
        {
            await PromiseAsync(body);
            await RelayAsync(body);
        }

        public void Dispose() => mark.Dispose();

        private static OutboxMessage Message(string body) => new(body.Replace(' ', '-'), null, body);
    }
}
