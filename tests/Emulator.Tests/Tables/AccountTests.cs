using System.Collections.Concurrent;
using System.Diagnostics;
using AgentTrader.Testing;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AgentTrader.Emulator.Tests.Tables;

public sealed class AccountTests(AzuriteFixture azurite)
{
    private const string WrongKey =
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creates_lists_and_deletes_tables()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var name = TestTable.NewName();

        var created = await service.CreateTableIfNotExistsAsync(name, Cancel);
        var again = await service.CreateTableIfNotExistsAsync(name, Cancel);
        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableAsync(name, Cancel));
        var listed = await service
            .QueryAsync(table => table.Name == name, cancellationToken: Cancel)
            .ToListAsync(Cancel);
        var deleted = await service.DeleteTableAsync(name, Cancel);
        var deletedAgain = await service.DeleteTableAsync(name, Cancel);
        var left = await service.QueryAsync($"TableName eq '{name}'", cancellationToken: Cancel).ToListAsync(Cancel);

        Assert.Equal(204, created.GetRawResponse().Status);
        Assert.Equal(409, again.GetRawResponse().Status);
        Assert.Equal(name, again.Value.Name);
        Assert.True(conflict.ErrorCode == TableErrorCode.TableAlreadyExists, conflict.ErrorCode);
        Assert.Equal(name, Assert.Single(listed).Name);
        Assert.Equal(204, deleted.Status);
        Assert.Equal(404, deletedAgain.Status);
        Assert.Empty(left);
    }

    [Fact]
    public async Task Lists_tables_over_pages()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var names = Enumerable.Range(0, 5).Select(i => $"paged{i}").ToList();
        foreach (var name in names)
        {
            await service.CreateTableAsync(name, Cancel);
        }

        var pages = await service
            .QueryAsync($"TableName ge 'paged0' and TableName lt 'pagee'", maxPerPage: 2, cancellationToken: Cancel)
            .AsPages()
            .Take(10)
            .ToListAsync(Cancel);

        Assert.Equal(names, pages.SelectMany(page => page.Values).Select(table => table.Name));
        Assert.True(pages.Count >= 3);
    }

    [Fact]
    public async Task A_missing_table_is_named_as_the_reason()
    {
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient("nosuchtable");

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r"), Cancel)
        );

        Assert.Equal(404, refused.Status);
        Assert.True(refused.ErrorCode == TableErrorCode.TableNotFound, refused.ErrorCode);
    }

    [Fact]
    public void Reads_the_development_connection_string()
    {
        var service = new TableServiceClient("UseDevelopmentStorage=true");

        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1"), service.Uri);
        Assert.Equal("devstoreaccount1", service.AccountName);
        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1/agents"), service.GetTableClient("agents").Uri);
    }

    [Fact]
    public void Reads_an_account_connection_string()
    {
        var service = new TableServiceClient(
            $"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={WrongKey};EndpointSuffix=core.windows.net"
        );

        Assert.Equal(new Uri("https://acme.table.core.windows.net/"), service.Uri);
        Assert.Equal("acme", service.AccountName);
    }

    [Theory]
    [InlineData("AccountName=acme;EndpointSuffix=core.windows.net")]
    [InlineData("AccountName=acme;AccountKey=AAAA")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Refuses_a_connection_string_without_what_it_needs(string connectionString)
    {
        Assert.ThrowsAny<ArgumentException>(() => new TableServiceClient(connectionString));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_the_service()
    {
        var endpoint = new TableServiceClient(azurite.ConnectionString).Uri;
        var table = new TableClient(endpoint, "any", new TableSharedKeyCredential("devstoreaccount1", WrongKey));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r"), Cancel)
        );

        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task A_credential_may_take_a_rotated_key()
    {
        var key = azurite.ConnectionString.Split("AccountKey=")[1].Split(';')[0];
        var credential = new TableSharedKeyCredential("devstoreaccount1", WrongKey);
        var endpoint = new TableServiceClient(azurite.ConnectionString).Uri;
        var service = new TableServiceClient(endpoint, credential);

        credential.SetAccountKey(key);

        await service.CreateTableIfNotExistsAsync(TestTable.NewName(), Cancel);
    }

    [Fact]
    public async Task A_call_can_be_followed_in_a_trace()
    {
        var table = await TestTable.CreateAsync(azurite);
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Azure.Data.Tables.TableClient",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var test = new Activity("test").Start();

        await table.AddEntityAsync(new TableEntity("p", "r"), Cancel);
        await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancel));

        var own = ended.Where(activity => activity.TraceId == test.TraceId).ToList();
        Assert.Equal(
            ["TableClient.AddEntity", "TableClient.AddEntity"],
            own.Select(activity => activity.OperationName)
        );
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], own.Select(activity => activity.Status));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        var table = await TestTable.CreateAsync(azurite);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r"), cancelled.Token)
        );
    }

    [Fact]
    public async Task A_busy_service_is_tried_again()
    {
        var busy = new AnsweringPolicy(503, times: 2);
        var options = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxRetries = 3 } };
        options.AddPolicy(busy, HttpPipelinePosition.PerRetry);
        var table = await TestTable.CreateAsync(azurite, options);

        await table.AddEntityAsync(new TableEntity("p", "r"), Cancel);

        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel)).HasValue);
        Assert.Equal(0, busy.Left);
    }

    [Fact]
    public async Task A_service_that_stays_busy_fails_after_the_retries()
    {
        var busy = new AnsweringPolicy(503, times: int.MaxValue);
        var options = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1), MaxRetries = 2 } };
        options.AddPolicy(busy, HttpPipelinePosition.PerRetry);
        var table = new TableClient(azurite.ConnectionString, "any", options);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.AddEntityAsync(new TableEntity("p", "r"), Cancel)
        );

        Assert.Equal(503, refused.Status);
        Assert.Equal(3, int.MaxValue - busy.Left);
    }

    /// <summary>Answers the first requests itself with a status, then lets the rest through.</summary>
    private sealed class AnsweringPolicy(int status, int times) : HttpPipelinePolicy
    {
        public int Left { get; private set; } = times;

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (Left == 0)
            {
                return ProcessNextAsync(message, pipeline);
            }

            Left--;
            message.Response = new EmptyResponse(status);
            return ValueTask.CompletedTask;
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new InvalidOperationException("Only asynchronous calls are made here.");
    }

    private sealed class EmptyResponse(int status) : Response
    {
        public override int Status => status;

        public override bool IsError => status >= 400;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose() { }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, out string value)
        {
            value = "";
            return false;
        }

        protected override bool TryGetHeaderValues(string name, out IEnumerable<string> values)
        {
            values = [];
            return false;
        }
    }
}
