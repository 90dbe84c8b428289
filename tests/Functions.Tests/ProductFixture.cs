using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests;

/// <summary>One host process for all tests that look at the product from outside, started by the first that asks.</summary>
public sealed class ProductFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim starting = new(1);
    private Product? product;

    public async Task<Product> StartAsync(AzuriteFixture azurite)
    {
        await starting.WaitAsync();
        try
        {
            return product ??= await Product.StartAsync(azurite.ConnectionString);
        }
        finally
        {
            starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        starting.Dispose();
        if (product is not null)
        {
            await product.DisposeAsync();
        }
    }
}
