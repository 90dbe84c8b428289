using AgentTrader.Functions.Tests;
using AgentTrader.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(ProductFixture))]
