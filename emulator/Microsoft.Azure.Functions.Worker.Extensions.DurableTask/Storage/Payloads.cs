using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace AgentTrader.Emulator.Durable;

/// <summary>Keeps long texts in blobs, a folder for each orchestration; what stands in their place is a reference.</summary>
internal sealed class Payloads(BlobContainerClient container)
{
    /// <summary>The longest text that is kept in place: 60 KB of UTF-16.</summary>
    public const int LongestInline = 30 * 1024;

    // Block ids are base64.
    private const string OnlyBlock = "MDAw";

    // No JSON text begins so.
    private const string Reference = "@blob:";

    public static bool IsReference(string? text) =>
        text is not null && text.StartsWith(Reference, StringComparison.Ordinal);

    /// <summary>The text itself, or a reference when it is longer than <paramref name="longest"/> characters.</summary>
    public async Task<string?> StoreAsync(
        string instanceId,
        string? text,
        CancellationToken cancellation,
        int longest = LongestInline
    )
    {
        if (text is null || text.Length <= longest || IsReference(text))
        {
            return text;
        }

        var name = $"{instanceId}/{Guid.NewGuid():N}";
        // By block and list: the client's own Upload needs System.IO.Hashing, which the feed lacks.
        var blob = container.GetBlockBlobClient(name);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await blob.StageBlockAsync(OnlyBlock, content, cancellationToken: cancellation);
        await blob.CommitBlockListAsync([OnlyBlock], cancellationToken: cancellation);
        return Reference + name;
    }

    /// <summary>The text that a reference stands for; any other text as it is.</summary>
    public async Task<string?> LoadAsync(string? text, CancellationToken cancellation)
    {
        if (!IsReference(text))
        {
            return text;
        }

        var blob = container.GetBlobClient(text![Reference.Length..]);
        return (await blob.DownloadContentAsync(cancellation)).Value.Content.ToString();
    }

    public async Task DeleteAllOfAsync(string instanceId, CancellationToken cancellation)
    {
        var blobs = container.GetBlobsAsync(
            BlobTraits.None,
            BlobStates.None,
            prefix: instanceId + "/",
            cancellationToken: cancellation
        );
        await foreach (var blob in blobs)
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
        }
    }
}
