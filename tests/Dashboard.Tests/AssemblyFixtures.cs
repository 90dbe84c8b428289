using AgentTrader.Dashboard.Tests;

[assembly: AssemblyFixture(typeof(Browser))]
