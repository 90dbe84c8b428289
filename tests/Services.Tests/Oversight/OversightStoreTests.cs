using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Services.Tests.Oversight;

/// <summary>Approval requests are listed newest first, over the turn of a month, and decided once.</summary>
public sealed class OversightStoreTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = new(2025, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Pages_run_from_this_month_into_the_last_and_leave_nothing_out()
    {
        var store = await NewAsync();
        var made = new List<string>();
        for (var days = 0; days < 7; days++)
        {
            made.Add((await AddAsync(store, Now.AddDays(-days / 2.0))).RequestId);
        }

        foreach (var pageSize in (int[])[1, 2, 3, 7, 50])
        {
            Assert.Equal(made, await ListAsync(store, null, pageSize));
        }
    }

    [Fact]
    public async Task A_page_with_room_for_more_is_filled_from_the_months_before_and_is_the_last()
    {
        var store = await NewAsync();
        Assert.Equal((0, null), await PageAsync());
        await AddAsync(store, Now);
        await AddAsync(store, Now.AddDays(-5));
        Assert.Equal((2, null), await PageAsync());

        async Task<(int Requests, string? Next)> PageAsync()
        {
            var (page, next) = await store.ListAsync(new(), 3, null, CancellationToken.None);
            return (page.Count, next);
        }
    }

    [Fact]
    public async Task A_span_holds_its_ends_and_nothing_beside_over_many_months()
    {
        var store = await NewAsync();
        var made = new List<OversightRequest>();
        for (var days = 0; days < 200; days += 20)
        {
            made.Add(await AddAsync(store, Now.AddDays(-days)));
        }

        var (from, to) = (Now.AddDays(-140), Now.AddDays(-40));
        var between = new List<string>();
        await foreach (var request in store.BetweenAsync(from, to, CancellationToken.None))
        {
            between.Add(request.RequestId);
        }

        Assert.Equal(made.Where(r => r.CreatedAt >= from && r.CreatedAt <= to).Select(r => r.RequestId), between);
        Assert.Equal(6, between.Count);
        var listed = new List<string>();
        string? token = null;
        do
        {
            var (page, next) = await store.ListAsync(new(From: from, To: to), 4, token, CancellationToken.None);
            listed.AddRange(page.Select(request => request.RequestId));
            token = next;
        } while (token is not null);

        Assert.Equal(between, listed);
    }

    [Fact]
    public async Task A_status_is_found_in_the_month_where_it_is()
    {
        var store = await NewAsync();
        await AddAsync(store, Now);
        var old = await AddAsync(store, Now.AddDays(-5));
        var (stored, tag) = (await store.FindAsync(old.RequestId, CancellationToken.None))!.Value;
        var decided = stored with { Status = OversightStatus.Approved };
        Assert.True(await store.TryReplaceAsync(decided, tag, null, CancellationToken.None));
        Assert.Equal([old.RequestId], await ListAsync(store, OversightStatus.Approved, 10));
        Assert.Empty(await ListAsync(store, OversightStatus.Expired, 10));
    }

    [Fact]
    public async Task Only_the_first_to_replace_a_request_does()
    {
        var store = await NewAsync();
        var request = await AddAsync(store, Now);
        Assert.False(await store.TryAddAsync(request, Told(request), CancellationToken.None));
        var (_, tag) = (await store.FindAsync(request.RequestId, CancellationToken.None))!.Value;
        var replaced = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    store.TryReplaceAsync(
                        request with
                        {
                            Status = OversightStatus.Rejected,
                        },
                        tag,
                        null,
                        CancellationToken.None
                    )
                )
        );
        Assert.Single(replaced, won => won);
    }

    private async Task<OversightStore> NewAsync()
    {
        var (storage, clock) = (await Instances.NewAsync(azurite), new ManualTimeProvider(Now));
        return new OversightStore(
            storage,
            Instances.Outbox(storage, clock),
            clock,
            NullLogger<OversightStore>.Instance
        );
    }

    private static async Task<OversightRequest> AddAsync(OversightStore store, DateTimeOffset at)
    {
        var trade = EntityId.Derive(IdPrefixes.Trade, at, $"{at:O}");
        var order = new Order
        {
            TradeId = trade,
            AgentId = "agt_0000000000000000",
            Symbol = "AAPL",
            Action = TradeAction.Buy,
            Quantity = 1,
            SubmittedAt = at,
        };
        var request = new OversightRequest
        {
            RequestId = OversightRequest.IdFor(trade),
            AgentId = order.AgentId,
            AgentName = "Desk",
            TradeDetails = new TradeDetails("AAPL", TradeAction.Buy, 1, 60_000m, 60_000m),
            Reason = "It is large.",
            CreatedAt = at,
            ExpiresAt = at + OversightRequest.Lifetime,
            MarketTime = at,
            Message = new TradeOrderMessage(order, "usr_0000000000000000"),
        };
        Assert.True(await store.TryAddAsync(request, Told(request), CancellationToken.None));
        return request;
    }

    private static AgentEvent Told(OversightRequest request) =>
        new(
            request.RequestId,
            EventTypes.OversightRequested,
            request.AgentId,
            "usr_0000000000000000",
            null,
            request.RequestId,
            null,
            request.CreatedAt,
            JsonSerializer.SerializeToElement(1)
        );

    private static async Task<IReadOnlyList<string>> ListAsync(
        OversightStore store,
        OversightStatus? status,
        int pageSize
    )
    {
        var found = new List<string>();
        string? token = null;
        do
        {
            var (requests, next) = await store.ListAsync(new(status), pageSize, token, CancellationToken.None);
            Assert.InRange(requests.Count, 0, pageSize);
            found.AddRange(requests.Select(request => request.RequestId));
            token = next;
        } while (token is not null);

        return found;
    }
}
