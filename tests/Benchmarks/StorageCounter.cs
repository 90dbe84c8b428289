using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Benchmarks;

/// <summary>Stands between a host and its Azurite and counts what passes, by kind, as Azure would bill it.</summary>
internal sealed class StorageCounter : IAsyncDisposable
{
    private static readonly string[] Services = ["Blob", "Queue", "Table"];
    private readonly ConcurrentDictionary<string, int> counts = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 });
    private readonly List<WebApplication> proxies = [];

    /// <summary>Azurite's connection string, by way of this counter.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<StorageCounter> StartAsync(string storage)
    {
        var counter = new StorageCounter { ConnectionString = storage };
        foreach (var service in Services)
        {
            var start = storage.IndexOf($"{service}Endpoint=", StringComparison.Ordinal) + service.Length + 9;
            var target = new Uri(storage[start..storage.IndexOf(';', start)]);
            var authority = target.GetLeftPart(UriPartial.Authority);
            var port = Testing.Azurite.FreePorts(1)[0];
            await counter.ForwardAsync(service.ToLowerInvariant(), authority, port);
            counter.ConnectionString = counter.ConnectionString.Replace(
                authority,
                $"http://127.0.0.1:{port}",
                StringComparison.Ordinal
            );
        }

        return counter;
    }

    /// <summary>What passed since the last call, by kind.</summary>
    public IReadOnlyDictionary<string, int> Take()
    {
        var taken = counts.ToDictionary();
        counts.Clear();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in proxies)
        {
            await proxy.DisposeAsync();
        }

        http.Dispose();
    }

    private async Task ForwardAsync(string service, string target, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(async context =>
        {
            counts.AddOrUpdate(KindOf(service, context.Request), 1, (_, count) => count + 1);
            await ForwardAsync(context, target);
        });
        await app.StartAsync();
        proxies.Add(app);
    }

    /// <summary>As the service bills it: reads, queries by page, writes, transactions as one; a queue's receive may be empty.</summary>
    private static string KindOf(string service, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        // The stand-in of Service Bus keeps its messages in queues and a table whose names begin so.
        if (path.Contains("/sb-", StringComparison.Ordinal) || path.Contains("/servicebus", StringComparison.Ordinal))
        {
            return "bus";
        }

        return (service, request.Method) switch
        {
            ("table", "POST") when path.EndsWith("$batch", StringComparison.Ordinal) => "table transaction",
            ("table", "GET") => path.Contains("PartitionKey=", StringComparison.Ordinal) ? "table read" : "table query",
            ("table", _) => "table write",
            ("queue", "GET") => "queue receive",
            ("queue", "POST") => "queue send",
            ("queue", "DELETE") => "queue delete",
            _ => $"{service} {request.Method.ToLowerInvariant()}",
        };
    }

    private async Task ForwardAsync(HttpContext context, string target)
    {
        var from = context.Request;
        var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(from.Method), target + path);
        if (from.ContentLength > 0)
        {
            request.Content = new StreamContent(from.Body);
        }

        foreach (var header in from.Headers.Where(header => header.Key != "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable()))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable());
            }
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.Concat(response.Content.Headers))
        {
            if (header.Key is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
            {
                context.Response.Headers[header.Key] = header.Value.ToArray();
            }
        }

        if (context.Response.StatusCode != 204)
        {
            await response.Content.CopyToAsync(context.Response.Body);
        }
    }
}
