using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests;

/// <summary>A test of the product from outside, over the host that such tests share.</summary>
public abstract class ProductTest(ProductFixture fixture, AzuriteFixture azurite) : IAsyncLifetime
{
    protected Product Product { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Product = await fixture.StartAsync(azurite);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>An active agent of a trader of its own.</summary>
    protected Task<TestAgent> ActiveAgentAsync(decimal budget = 100_000m, decimal threshold = 50_000m) =>
        TestAgent.CreateActiveAsync(Product.NewUser(Roles.Trader), budget, threshold);
}
