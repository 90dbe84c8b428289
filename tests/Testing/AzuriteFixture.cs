using Xunit;

namespace AgentTrader.Testing;

/// <summary>Shares one <see cref="Azurite"/> among the tests of an assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? azurite;

    public string ConnectionString => (azurite ?? throw new InvalidOperationException("Not started.")).ConnectionString;

    public async ValueTask InitializeAsync() => azurite = await Azurite.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }
    }
}
