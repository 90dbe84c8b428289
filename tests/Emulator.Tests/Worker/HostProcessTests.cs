using AgentTrader.Testing;
using Azure.Storage.Queues;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class HostProcessTests(AzuriteFixture azurite)
{
    private readonly string queueName = "p-" + Guid.NewGuid().ToString("N");
    private readonly string url = $"http://127.0.0.1:{Azurite.FreePorts(1)[0]}";

    [Fact]
    public async Task Sigterm_lets_requests_and_messages_finish_and_exits_with_0()
    {
        using var process = SampleProcess.Start(azurite.ConnectionString, queueName, url);
        await process.WaitForAsync("2 functions run on " + url);
        await Queue.SendMessageAsync("1500");
        await process.WaitForAsync("attempt 1 began");
        var request = process.Http.GetStringAsync("/wait/1500");
        await process.WaitForAsync("waiting");
        process.Terminate();
        Assert.Equal("GET waited", await request);
        await process.WaitForAsync("attempt 1 ended");
        Assert.Equal((0, ""), await process.ExitAsync());
        Assert.Equal(0, (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_killed_process_loses_no_message()
    {
        using var killed = SampleProcess.Start(azurite.ConnectionString, queueName, url);
        await killed.WaitForAsync("2 functions run on");
        await Queue.SendMessageAsync("100");
        await killed.WaitForAsync("attempt 1 ended");
        await Queue.SendMessageAsync("60000");
        await killed.WaitForAsync("attempt 1 began");
        killed.Kill();
        await killed.ExitAsync();
        using var next = SampleProcess.Start(azurite.ConnectionString, queueName, url);
        await next.WaitForAsync("attempt 2 began");
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_exit_code_2()
    {
        using var first = SampleProcess.Start(azurite.ConnectionString, queueName, url);
        await first.WaitForAsync("2 functions run on");
        using var second = SampleProcess.Start(azurite.ConnectionString, queueName, url);
        var (code, error) = await second.ExitAsync();
        Assert.Equal(2, code);
        Assert.Equal(
            $"The address {url} is already in use: stop the program that holds it, or set Emulator__Urls to another port.\n",
            error
        );
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_one_sentence_and_exit_code_2()
    {
        var nowhere =
            $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:{Azurite.FreePorts(1)[0]}/a;";
        using var process = SampleProcess.Start(nowhere, queueName, url);
        var (code, error) = await process.ExitAsync();
        Assert.Equal(2, code);
        Assert.StartsWith($"The queue '{queueName}' could not be opened", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private QueueClient Queue =>
        new(
            azurite.ConnectionString,
            queueName,
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
        );
}
