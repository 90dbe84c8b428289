using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>One HTTP/1.1 connection that sends any bytes it is given: HttpClient refuses to send what a fuzzer must.</summary>
internal sealed class RawClient(int port) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly byte[] buffer = new byte[16 * 1024];
    private TcpClient? connection;
    private int start;
    private int end;

    /// <summary>Sends a request and reads its answer; connects again whenever the last request ended the connection.</summary>
    /// <exception cref="TimeoutException">The server did not answer within a minute.</exception>
    public async Task<RawAnswer> SendAsync(FuzzRequest request)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var stream = await ConnectAsync(deadline.Token);
            await stream.WriteAsync(request.Bytes, deadline.Token);
            if (request.Abort)
            {
                Dispose();
                return new(0, "", "");
            }

            return await ReadAsync(request.Method, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No answer came within a minute.");
        }
        catch (IOException)
        {
            Dispose();
            return new(0, "", "");
        }
        finally
        {
            if (!request.IsHttp)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
        start = end = 0;
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken token)
    {
        if (connection is null)
        {
            connection = new TcpClient { NoDelay = true };
            await connection.ConnectAsync(IPAddress.Loopback, port, token);
        }

        return connection.GetStream();
    }

    private async Task<RawAnswer> ReadAsync(string method, CancellationToken token)
    {
        var status = 100;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (status is >= 100 and < 200)
        {
            headers.Clear();
            status = int.Parse((await LineAsync(token)).Split(' ')[1], CultureInfo.InvariantCulture);
            while (await LineAsync(token) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }

        var body = method == "HEAD" || status is 204 or 304 ? "" : await BodyAsync(headers, token);
        if (headers.GetValueOrDefault("Connection") == "close")
        {
            Dispose();
        }

        return new(status, headers.GetValueOrDefault("Content-Type", ""), body);
    }

    private async Task<string> BodyAsync(Dictionary<string, string> headers, CancellationToken token)
    {
        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length))
        {
            await TakeAsync(body, int.Parse(length, CultureInfo.InvariantCulture), token);
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            int size;
            do
            {
                size = int.Parse(await LineAsync(token), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await TakeAsync(body, size, token);
                await LineAsync(token);
            } while (size > 0);
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }

    private async Task TakeAsync(MemoryStream body, int count, CancellationToken token)
    {
        while (count > 0)
        {
            await FillAsync(token);
            var taken = Math.Min(count, end - start);
            body.Write(buffer, start, taken);
            (start, count) = (start + taken, count - taken);
        }
    }

    private async Task<string> LineAsync(CancellationToken token)
    {
        var line = new StringBuilder();
        while (true)
        {
            await FillAsync(token);
            var unit = (char)buffer[start++];
            if (unit == '\n')
            {
                return line.ToString();
            }

            _ = unit == '\r' ? line : line.Append(unit);
        }
    }

    private async Task FillAsync(CancellationToken token)
    {
        if (start == end)
        {
            (start, end) = (0, await connection!.GetStream().ReadAsync(buffer, token));
            if (end == 0)
            {
                throw new IOException("The server closed the connection.");
            }
        }
    }
}
