using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AgentTrader.Testing;

/// <summary>
/// A real Azurite of the test run's own, in memory, on free ports of the loopback. As an xunit fixture it is shared by the
/// classes of a collection; tests keep apart by naming their own tables and queues.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    // Azurite's published development account; not a secret.
    private const string Account = "devstoreaccount1";
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private readonly Process process;
    private bool disposed;

    private Azurite(Process process, int blob, int queue, int table)
    {
        this.process = process;
        ConnectionString =
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};"
            + $"QueueEndpoint=http://127.0.0.1:{queue}/{Account};"
            + $"TableEndpoint=http://127.0.0.1:{table}/{Account};";
    }

    public string ConnectionString { get; }

    /// <summary>Starts Azurite and returns when its three endpoints accept connections.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or ended before it was ready.</exception>
    public static async Task<Azurite> StartAsync()
    {
        var folder = Path.Combine(RepositoryRoot, "emulator/azurite");
        var script = Path.Combine(folder, "node_modules/azurite/dist/src/azurite.js");
        if (!File.Exists(script))
        {
            throw new InvalidOperationException(
                "Azurite is not installed: run ./test once, or 'npm ci' in emulator/azurite."
            );
        }

        var ports = FreePorts(3);
        string[] arguments =
        [
            "--require",
            Path.Combine(folder, "preload.cjs"),
            script,
            "--silent",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--inMemoryPersistence",
            $"--blobPort={ports[0]}",
            $"--queuePort={ports[1]}",
            $"--tablePort={ports[2]}",
        ];
        var process =
            Process.Start(
                new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            ) ?? throw new InvalidOperationException("node could not be started.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        foreach (var port in ports)
        {
            await WaitForPortAsync(process, port);
        }

        return new Azurite(process, ports[0], ports[1], ports[2]);
    }

    /// <summary>The folder that holds the solution, found upwards from the test's own assembly.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    /// <summary>Ports that were free a moment ago, all different.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            return Array.ConvertAll(
                listeners,
                listener =>
                {
                    listener.Start();
                    return ((IPEndPoint)listener.LocalEndpoint).Port;
                }
            );
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }

    /// <summary>Stops it in its tracks: it takes connections and answers nothing.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task WaitForPortAsync(Process process, int port)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException(
                    $"Azurite ended with exit code {process.ExitCode} before it was ready."
                );
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, deadline.Token);
            }
        }
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AgentTrader.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("AgentTrader.sln was not found above the test's folder.");
    }
}
