using AgentTrader.Functions.Demo;
using AgentTrader.Functions.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Http;

/// <summary>One app with the probes and the functions of Identity and Demo, for the tests of a class.</summary>
public sealed class KernelFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    internal TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        App = await TestApp.StartAsync(
            azurite,
            typeof(ProbeFunctions),
            typeof(AuthFunctions),
            typeof(TotpFunctions),
            typeof(HealthFunctions),
            typeof(OpenApiFunction),
            typeof(DashboardFiles)
        );

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
