using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Microsoft.Azure.Functions.Worker.Extensions.Timer;

/// <summary>
/// What one timer keeps in the host's container: <c>timers/&lt;host id&gt;/…/status</c>, and the blob whose lease says which
/// host keeps the schedule, <c>locks/&lt;host id&gt;/…</c>.
/// </summary>
internal sealed class TimerStorage
{
    /// <summary>How long a lease holds without renewal: what the others wait for when its host is killed. Official: 60 s.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    private const string ContainerName = "azure-webjobs-hosts";
    private readonly string connectionString;
    private readonly BlobContainerClient container;
    private readonly BlockBlobClient status;
    private readonly BlockBlobClient @lock;

    public TimerStorage(string connectionString, string hostId, string function)
    {
        // Few and short retries: the listener tries again by itself, and a lease must not be waited for longer than it holds.
        var options = new BlobClientOptions
        {
            Retry =
            {
                MaxRetries = 3,
                Delay = TimeSpan.FromSeconds(0.2),
                NetworkTimeout = TimeSpan.FromSeconds(2),
            },
        };
        this.connectionString = connectionString;
        container = new BlobContainerClient(connectionString, ContainerName, options);
        status = container.GetBlockBlobClient($"timers/{hostId}/Host.Functions.{function}/status");
        @lock = container.GetBlockBlobClient($"locks/{hostId}/Host.Functions.{function}.Listener");
    }

    /// <exception cref="HostStartException">Storage does not answer or refuses.</exception>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            // At the start a slow storage is waited for, by the client's own patience.
            await new BlobContainerClient(connectionString, ContainerName).CreateIfNotExistsAsync(
                cancellationToken: cancellationToken
            );
            if (!await @lock.ExistsAsync(cancellationToken))
            {
                await CreateLockAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            throw new HostStartException(
                $"The host's blobs could not be opened at {container.Uri.GetLeftPart(UriPartial.Authority)}: "
                    + "start Azurite (./run does), or correct the setting AzureWebJobsStorage.",
                error
            );
        }
    }

    /// <summary>The lease, or null while another host holds it.</summary>
    public async Task<BlobLeaseClient?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        var lease = @lock.GetBlobLeaseClient();
        try
        {
            await lease.AcquireAsync(LeaseTime, cancellationToken: cancellationToken);
            return lease;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return null;
        }
    }

    /// <summary>The recorded status, or null for a timer that no host kept before.</summary>
    public async Task<ScheduleStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = await status.DownloadContentAsync(cancellationToken);
            return content.Value.Content.ToObjectFromJson<ScheduleStatus>();
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    // By block and list: the client's own Upload needs System.IO.Hashing, which the feed lacks.
    public async Task WriteAsync(ScheduleStatus value)
    {
        string[] block = [Convert.ToBase64String("status"u8)];
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value));
        await status.StageBlockAsync(block[0], content);
        await status.CommitBlockListAsync(block);
    }

    private async Task CreateLockAsync(CancellationToken cancellationToken)
    {
        try
        {
            await @lock.CommitBlockListAsync([], cancellationToken: cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            // Another host made it, and may hold it already.
        }
    }
}
