using System.Text.Json;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Http;

public sealed class IdempotencyTests(KernelFixture fixture) : IClassFixture<KernelFixture>
{
    private readonly string name = Guid.NewGuid().ToString("N");
    private readonly string key = Guid.NewGuid().ToString();

    private TestApp App => fixture.App;

    [Fact]
    public async Task The_same_request_again_gets_the_first_answer_and_is_not_executed()
    {
        using var first = await PostAsync();
        using var again = await PostAsync();
        Assert.Equal((201, 201), ((int)first.StatusCode, (int)again.StatusCode));
        Assert.False(first.Headers.Contains("idempotency-replayed"));
        Assert.Equal("true", again.Headers.GetValues("idempotency-replayed").Single());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, again.Content.Headers.ContentType);
        Assert.Equal(await TextAsync(first), await TextAsync(again));
        Assert.Equal(1, ProbeFunctions.Executions[name]);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused_and_changes_nothing()
    {
        using var first = await PostAsync();
        using var other = await PostAsync(amount: 2);
        Assert.Equal(422, (int)other.StatusCode);
        Assert.Equal(
            "/problems/idempotency-key-reused",
            (await TestApp.ReadAsync(other)).GetProperty("type").GetString()
        );
        Assert.Equal(1, ProbeFunctions.Executions[name]);
    }

    [Fact]
    public async Task Another_user_may_use_the_same_key()
    {
        using var first = await PostAsync();
        using var other = await PostAsync(user: "admin");
        Assert.Equal(2, (await TestApp.ReadAsync(other)).GetProperty("execution").GetInt32());
    }

    [Fact]
    public async Task Without_a_key_each_request_is_an_operation_of_its_own()
    {
        var token = await App.TokenAsync("trader");
        using var first = await App.PostAsync("api/v1/probe", Body(1), token);
        using var second = await App.PostAsync("api/v1/probe", Body(1), token);
        var seeds = new[] { await TestApp.ReadAsync(first), await TestApp.ReadAsync(second) }.Select(answer =>
            answer.GetProperty("operationSeed").GetString()
        );
        Assert.Equal(2, seeds.Distinct().Count());
    }

    [Fact]
    public async Task Of_many_at_once_one_is_executed_and_all_get_its_answer()
    {
        var running = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        ProbeFunctions.Behaviours[name] = _ =>
        {
            running.TrySetResult();
            return release.Task;
        };
        var first = PostAsync();
        await running.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 5).Select(_ => PostAsync()).ToArray();
        release.SetResult();
        // The waiting requests look again whenever the clock moves on.
        var all = Task.WhenAll([first, .. others]);
        while (!all.IsCompleted)
        {
            App.Clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(all, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        foreach (var response in await all)
        {
            Assert.Equal(201, (int)response.StatusCode);
            Assert.Equal(1, (await TestApp.ReadAsync(response)).GetProperty("execution").GetInt32());
            response.Dispose();
        }
    }

    [Fact]
    public async Task While_the_first_still_runs_the_next_is_told_to_come_back()
    {
        var running = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        ProbeFunctions.Behaviours[name] = _ =>
        {
            running.TrySetResult();
            return release.Task;
        };
        var first = PostAsync();
        await running.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var second = PostAsync();
        while (!second.IsCompleted)
        {
            App.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(second, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        using var refused = await second;
        Assert.Equal(409, (int)refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 15);
        release.SetResult();
        using var done = await first;
        Assert.Equal(201, (int)done.StatusCode);
    }

    [Fact]
    public async Task After_a_failure_the_request_is_executed_again_as_the_same_operation()
    {
        Operation? seen = null;
        ProbeFunctions.Behaviours[name] = execution =>
            execution == 1 ? throw new InvalidOperationException("a fault") : Task.CompletedTask;
        var at = App.Clock.GetUtcNow();
        using var failed = await PostAsync();
        Assert.Equal(500, (int)failed.StatusCode);
        App.Clock.Advance(TimeSpan.FromMinutes(3));
        using var again = await PostAsync();
        var answer = await TestApp.ReadAsync(again);
        seen = new Operation(
            answer.GetProperty("operationAt").GetDateTimeOffset(),
            answer.GetProperty("operationSeed").GetString()!
        );
        Assert.Equal((2, at), (answer.GetProperty("execution").GetInt32(), seen.At));
        using var replayed = await PostAsync();
        Assert.Equal(answer.GetRawText(), (await TestApp.ReadAsync(replayed)).GetRawText());
    }

    [Fact]
    public async Task After_a_crash_the_request_is_executed_again_as_the_same_operation()
    {
        // A host that claims the request and then is gone.
        var store = App.Services.GetRequiredService<IdempotencyStore>();
        var body = JsonSerializer.SerializeToUtf8Bytes(Body(1), JsonSerializerOptions.Web);
        var user = (await TraderAsync()).UserId;
        var crashed = await store.BeginAsync(
            user,
            "POST",
            "/api/v1/probe",
            key,
            body,
            TestContext.Current.CancellationToken
        );
        App.Clock.Advance(IdempotencyStore.Lease);
        using var response = await PostAsync();
        var answer = await TestApp.ReadAsync(response);
        Assert.Equal(crashed.Operation.At, answer.GetProperty("operationAt").GetDateTimeOffset());
        Assert.Equal(crashed.Operation.Seed, answer.GetProperty("operationSeed").GetString());
    }

    [Fact]
    public async Task A_malformed_request_leaves_the_key_free_for_the_corrected_one()
    {
        var token = await App.TokenAsync("trader");
        using var malformed = await App.PostTextAsync("api/v1/probe", "{", token, key);
        Assert.Equal(400, (int)malformed.StatusCode);
        using var corrected = await PostAsync();
        Assert.Equal(201, (int)corrected.StatusCode);
    }

    [Fact]
    public async Task A_refusal_of_a_rule_is_an_answer_and_is_kept()
    {
        ProbeFunctions.Behaviours[name] = _ => throw Services.ProblemException.Rule("/problems/no", "No: ask again.");
        using var first = await PostAsync();
        ProbeFunctions.Behaviours.TryRemove(name, out _);
        using var again = await PostAsync();
        Assert.Equal((422, 422), ((int)first.StatusCode, (int)again.StatusCode));
        Assert.Equal(await TextAsync(first), await TextAsync(again));
        Assert.Equal(1, ProbeFunctions.Executions[name]);
    }

    [Fact]
    public async Task Being_told_to_wait_is_not_kept()
    {
        ProbeFunctions.Behaviours[name] = execution =>
            execution == 1
                ? throw Services.ProblemException.TooMany(TimeSpan.FromSeconds(1), "Wait.")
                : Task.CompletedTask;
        using var first = await PostAsync();
        using var again = await PostAsync();
        Assert.Equal((429, 201), ((int)first.StatusCode, (int)again.StatusCode));
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        using var first = await PostAsync();
        App.Clock.Advance(IdempotencyStore.Lifetime);
        using var later = await PostAsync(amount: 2);
        Assert.Equal(2, (await TestApp.ReadAsync(later)).GetProperty("execution").GetInt32());
    }

    [Fact]
    public async Task The_sweep_removes_what_is_older_than_a_day_and_nothing_else()
    {
        var store = App.Services.GetRequiredService<IdempotencyStore>();
        var token = TestContext.Current.CancellationToken;
        using var old = await PostAsync();
        App.Clock.Advance(IdempotencyStore.Lifetime + TimeSpan.FromSeconds(1));
        using var recent = await App.PostAsync("api/v1/probe", Body(1), await App.TokenAsync("trader"), key + "2");
        var settings = App.Services.GetRequiredService<InstanceStorage>().Table(TableNames.Settings);
        await settings.UpsertEntityAsync(new TableEntity("idem", "not ours"), cancellationToken: token);
        Assert.InRange(await store.SweepAsync(token), 1, int.MaxValue);
        Assert.Equal(0, await store.SweepAsync(token));
        using var replayed = await App.PostAsync("api/v1/probe", Body(1), await App.TokenAsync("trader"), key + "2");
        Assert.True(replayed.Headers.Contains("idempotency-replayed"));
        Assert.True(
            (await settings.GetEntityIfExistsAsync<TableEntity>("idem", "not ours", cancellationToken: token)).HasValue
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("a\tb")]
    public async Task A_key_of_other_characters_is_a_400(string badKey)
    {
        using var response = await App.PostAsync("api/v1/probe", Body(1), await App.TokenAsync("trader"), badKey);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.False(ProbeFunctions.Executions.ContainsKey(name));
    }

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        var token = await App.TokenAsync("trader");
        using var longest = await App.PostAsync("api/v1/probe", Body(1), token, new string('k', 223) + name);
        using var longer = await App.PostAsync("api/v1/probe", Body(1), token, new string('k', 224) + name);
        Assert.Equal((201, 400), ((int)longest.StatusCode, (int)longer.StatusCode));
    }

    private async Task<User> TraderAsync() =>
        (
            await App
                .Services.GetRequiredService<UserStore>()
                .FindByEmailAsync("trader@demo.local", TestContext.Current.CancellationToken)
        )!
            .Value
            .User;

    private object Body(int amount) =>
        new
        {
            name,
            count = 1,
            amount,
        };

    private async Task<HttpResponseMessage> PostAsync(int amount = 1, string user = "trader") =>
        await App.PostAsync("api/v1/probe", Body(amount), await App.TokenAsync(user), key);

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
