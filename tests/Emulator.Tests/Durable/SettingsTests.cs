using AgentTrader.Emulator.Durable;
using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.Configuration;

namespace AgentTrader.Emulator.Tests.Durable;

public sealed class SettingsTests
{
    [Fact]
    public void Reads_the_hub_name_through_its_setting()
    {
        var settings = Read(new() { ["hubName"] = "%TaskHubName%" }, new() { ["TaskHubName"] = "DemoHub7" });
        Assert.Equal("DemoHub7", settings.Hub);
    }

    [Fact]
    public void Has_the_official_defaults()
    {
        var settings = Read([]);
        Assert.Equal("TestHubName", settings.Hub);
        Assert.Equal(4, settings.PartitionCount);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.MaxQueuePollingInterval);
        Assert.Equal(10 * Environment.ProcessorCount, settings.MaxConcurrentActivityFunctions);
        Assert.Equal(10 * Environment.ProcessorCount, settings.MaxConcurrentOrchestratorFunctions);
    }

    [Fact]
    public void A_polling_interval_outside_storageProvider_has_no_effect()
    {
        Assert.Equal(
            TimeSpan.FromSeconds(30),
            Read(new() { ["maxQueuePollingInterval"] = "00:00:01" }).MaxQueuePollingInterval
        );
        var inside = Read(new() { ["storageProvider:maxQueuePollingInterval"] = "00:00:01" });
        Assert.Equal(TimeSpan.FromSeconds(1), inside.MaxQueuePollingInterval);
    }

    [Theory]
    [InlineData("hubName", "my-hub")]
    [InlineData("hubName", "7hub")]
    [InlineData("hubName", "ab")]
    [InlineData("storageProvider:partitionCount", "17")]
    [InlineData("storageProvider:partitionCount", "none")]
    [InlineData("storageProvider:maxQueuePollingInterval", "0")]
    [InlineData("maxConcurrentActivityFunctions", "0")]
    public void A_value_out_of_range_is_refused_with_a_sentence_that_names_it(string key, string value)
    {
        var error = Assert.Throws<HostStartException>(() => Read(new() { [key] = value }));
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }

    private static DurableSettings Read(
        Dictionary<string, string?> durableTask,
        Dictionary<string, string?>? settings = null
    )
    {
        var hostJson = durableTask.Select(pair =>
            KeyValuePair.Create("extensions:durableTask:" + pair.Key, pair.Value)
        );
        return DurableSettings.Read(
            new HostSettings(
                new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
                new ConfigurationBuilder().AddInMemoryCollection(hostJson).Build()
            )
        );
    }
}
