using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Services.Tests.Market;

/// <summary>The clocks of hosts that share an instance's storage and each other's wall time.</summary>
internal sealed class MarketHost(string connectionString, ManualTimeProvider wall)
{
    private readonly InstanceStorage storage = new(
        new TableServiceClient(connectionString),
        new QueueServiceClient(connectionString),
        "t" + Guid.NewGuid().ToString("n")[..20]
    );

    public MarketHost(AzuriteFixture azurite, ManualTimeProvider wall)
        : this(azurite.ConnectionString, wall) { }

    public async Task<MarketClock> StartAsync(IMarketData market, int speed = 1, DateOnly? from = null)
    {
        var clock = new MarketClock(
            storage,
            market,
            new MarketOptions { Speed = speed, From = from },
            wall,
            NullLogger<MarketClock>.Instance
        );
        await clock.StartAsync(TestContext.Current.CancellationToken);
        return clock;
    }

    public Task ResetAsync() => storage.Table(TableNames.Settings).DeleteAsync(TestContext.Current.CancellationToken);
}
