using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Makes requests. The same seed, number and world make the same one.</summary>
internal sealed partial class RequestMaker(int seed, FuzzWorld world)
{
    private static readonly string[] Methods =
    [
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "get",
        new('A', 300),
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json; charset=utf-8",
        "application/json; charset=utf-7",
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "*/*",
        ";;;",
        "",
    ];

    public FuzzRequest Make(int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var route = world.Routes[random.Next(world.Routes.Length)];
        var method = random.Next(20) == 0 ? Methods[random.Next(Methods.Length)] : route.Method;
        var body = BodyOf(route, random);
        var head = new List<string> { $"{method} {TargetOf(route, random)} HTTP/1.1", "Host: localhost" };
        HeaderTricks.Add(head, world, random);
        if (method != "GET" || body.Length > 0)
        {
            head.Add("Content-Type: " + (random.Next(15) == 0 ? Pick(ContentTypes, random) : "application/json"));
        }

        var abort = body.Length > 4 && random.Next(100) == 0;
        var isHttp = !abort && random.Next(60) != 0;
        if (!isHttp && !abort)
        {
            HeaderTricks.Break(head, random);
        }

        return new(
            number,
            $"{route.Method} {route.Path}",
            method,
            Assemble(head, body, isHttp, abort, random),
            isHttp,
            abort
        );
    }

    private static byte[] BodyOf(ApiRoute route, Random random)
    {
        if (route.Body is not { } schema)
        {
            return random.Next(5) == 0 ? Nasty.Junk(random) : [];
        }

        return random.Next(10) switch
        {
            0 => Nasty.Junk(random),
            1 when random.Next(40) == 0 => new byte[random.Next(1_000_000, 1_200_000)],
            < 6 => Nasty.Spoil(ValidBody.Of(schema, random), random),
            _ => Encoding.UTF8.GetBytes(ValidBody.Of(schema, random)?.ToJsonString() ?? "null"),
        };
    }

    private string TargetOf(ApiRoute route, Random random)
    {
        // Stopping and deleting on sight would leave nothing to aim at.
        var ends = route.Method == "DELETE" || route.Path.EndsWith("/stop", StringComparison.Ordinal);
        var known = !ends || random.Next(10) == 0;
        var path = Parameter()
            .Replace(route.Path, match => Uri.EscapeDataString(Value(match.Groups[1].Value, known, random)));
        path = random.Next(40) switch
        {
            0 => path + "/",
            1 => path.ToUpperInvariant(),
            2 => path.Replace("/", "//", StringComparison.Ordinal),
            3 => path + "/%2e%2e/x",
            4 => path.Insert(random.Next(1, path.Length), "%ff"),
            5 => "/" + Uri.EscapeDataString(new string('x', random.Next(1, 3_000))),
            _ => path,
        };
        return path + QueryOf(route, random);
    }

    private string QueryOf(ApiRoute route, Random random)
    {
        var names = route.Queries.Where(_ => random.Next(2) == 0).ToList();
        if (random.Next(15) == 0)
        {
            names.Add("unknown");
        }

        if (names.Count > 0 && random.Next(15) == 0)
        {
            names.Add(names[0]);
        }

        var pairs = names.Select(name => $"{name}={Uri.EscapeDataString(QueryValue(name, random))}");
        return names.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    private string QueryValue(string name, Random random) =>
        random.Next(3) == 0
            ? Nasty.Word(random)
            : name switch
            {
                "pageSize" => random.Next(1, 120).ToString(CultureInfo.InvariantCulture),
                "symbols" => "SPY,AAPL",
                "symbol" => "SPY",
                "interval" => "1d",
                "from" => "2025-02-03T00:00:00Z",
                "to" => "2025-02-28T00:00:00Z",
                "includeHistory" => "true",
                "timeRange" => "1W",
                "agentId" => Pick(world.Agents, random),
                _ => "pending",
            };

    private string Value(string name, bool known, Random random) =>
        (known ? random.Next(8) : 0) switch
        {
            0 => Nasty.Word(random),
            1 => Pick([.. world.Agents, .. world.Trades, .. world.Requests], random),
            2 => $"{name[..3]}_0000000000000000",
            _ => name switch
            {
                "tradeId" => Pick(world.Trades, random),
                "requestId" => Pick(world.Requests, random),
                "symbol" => "AAPL",
                "date" => $"2025-03-{random.Next(1, 32):00}",
                _ => Pick(world.Agents, random),
            },
        };

    private static byte[] Assemble(List<string> head, byte[] body, bool isHttp, bool abort, Random random)
    {
        var chunked = body.Length > 0 && !abort && random.Next(8) == 0;
        if (chunked)
        {
            head.Add("Transfer-Encoding: chunked");
        }
        else if (body.Length > 0 || !head[0].StartsWith("GET", StringComparison.Ordinal))
        {
            head.Add($"Content-Length: {body.Length}");
        }

        var encoding = isHttp ? Encoding.UTF8 : Encoding.Latin1;
        var bytes = new List<byte>(encoding.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"));
        bytes.AddRange(
            chunked ? Chunks(body, random)
            : abort ? body[..^2]
            : body
        );
        return [.. bytes];
    }

    private static List<byte> Chunks(byte[] body, Random random)
    {
        var bytes = new List<byte>();
        for (var start = 0; start < body.Length; )
        {
            var size = Math.Min(random.Next(1, 50_000), body.Length - start);
            bytes.AddRange(Encoding.ASCII.GetBytes($"{size:x}\r\n"));
            bytes.AddRange(body[start..(start + size)]);
            bytes.AddRange("\r\n"u8);
            start += size;
        }

        bytes.AddRange("0\r\n\r\n"u8);
        return bytes;
    }

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
