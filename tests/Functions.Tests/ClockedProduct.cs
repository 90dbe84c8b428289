using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests;

/// <summary>
/// The functions in this process, by a clock that runs along and that a test may move forward. The tests that share it run one
/// after the other, because they move the same time.
/// </summary>
[CollectionDefinition(nameof(ClockedProduct))]
public sealed class ClockedProduct(AzuriteFixture azurite) : ICollectionFixture<ClockedProduct>, IAsyncLifetime
{
    private IAsyncDisposable? running;

    public ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));

    public Product Product { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        running = Clock.Run();
        Product = await Product.StartAsync(azurite.ConnectionString, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        if (running is not null)
        {
            await running.DisposeAsync();
        }
    }
}
