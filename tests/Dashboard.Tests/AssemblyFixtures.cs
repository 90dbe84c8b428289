using AgentTrader.Dashboard.Tests;
using AgentTrader.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(Browser))]
