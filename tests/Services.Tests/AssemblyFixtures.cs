using AgentTrader.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
