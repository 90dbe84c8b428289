using System.Diagnostics;
using AgentTrader.Testing;

namespace AgentTrader.Emulator.Tests.Storage;

/// <summary>Azurite's memory gives back what deleted queue messages took, all at once (extent-removal.cjs).</summary>
public sealed class ExtentRemovalTests
{
    private const int Messages = 5_000;

    // Azurite's own classes, as it wires them for --inMemoryPersistence.
    private const string Script = """
        const folder = process.argv[1] + '/emulator/azurite/';
        require(folder + 'preload.cjs');
        const classes = folder + 'node_modules/azurite/dist/src/common/persistence/';
        const { default: Store, MemoryExtentChunkStore } = require(classes + 'MemoryExtentStore.js');
        const { default: Metadata } = require(classes + 'LokiExtentMetadataStore.js');
        (async () => {
          const metadata = new Metadata('extents', true);
          await metadata.init();
          const chunks = new MemoryExtentChunkStore();
          const silent = { info() {}, debug() {} };
          const store = new Store('queue', chunks, metadata, silent, () => new Error());
          const ids = [];
          for (let i = 0; i < +process.argv[2]; i++) ids.push((await store.appendExtent(Buffer.from('12345678'))).id);
          const removed = await store.deleteExtents(new Set(ids.slice(2)));
          const [kept] = await metadata.listExtents();
          const same = kept.map((extent) => extent.id).sort().join() === ids.slice(0, 2).sort().join();
          console.log(`${removed} removed, ${chunks.totalSize()} bytes kept, the right ones: ${same}`);
        })();
        """;

    [Fact]
    public async Task Deleted_messages_are_removed_together_and_the_others_stay()
    {
        var start = new ProcessStartInfo("node", ["-e", Script, Azurite.RepositoryRoot, $"{Messages}"])
        {
            RedirectStandardOutput = true,
        };
        using var node = Process.Start(start)!;
        var answer = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"{Messages - 2} removed, 16 bytes kept, the right ones: True\n", answer, ignoreCase: true);
    }
}
