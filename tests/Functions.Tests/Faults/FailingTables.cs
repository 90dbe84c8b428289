using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>Tables that fail the requests that a test picks, until it lets them be.</summary>
internal sealed class FailingTables : HttpPipelinePolicy
{
    private volatile Func<string, string, bool>? fails;
    private int failures;

    /// <summary>How many requests have failed.</summary>
    public int Failures => Volatile.Read(ref failures);

    public TableServiceClient Client(string storage)
    {
        var options = new TableClientOptions();
        // Before the client's own retries, which would make a long test of it.
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new TableServiceClient(storage, options);
    }

    /// <summary>Fails each request whose method and URI, and body, are picked.</summary>
    public void Fail(Func<string, string, bool> picked) => fails = picked;

    public void Heal() => fails = null;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        FailIfPicked(message.Request);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        FailIfPicked(message.Request);
        return ProcessNextAsync(message, pipeline);
    }

    private void FailIfPicked(Request request)
    {
        using var body = new MemoryStream();
        request.Content?.WriteTo(body, CancellationToken.None);
        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        if (fails?.Invoke($"{request.Method} {request.Uri}", text) == true)
        {
            Interlocked.Increment(ref failures);
            throw new RequestFailedException(503, "The server is busy.", "ServerBusy", null);
        }
    }
}
