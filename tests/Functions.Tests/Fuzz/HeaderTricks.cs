using System.Text;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Headers: mostly of somebody who may, some forged, doubled, oversized or odd.</summary>
internal static class HeaderTricks
{
    /// <summary>Adds who asks, an idempotency key, and now and then something odd that is HTTP still.</summary>
    public static void Add(List<string> head, FuzzWorld world, Random random)
    {
        // The admin and the trader may do most, so they ask most.
        var token = world.Tokens[
            random.Next(6) switch
            {
                < 2 => 0,
                < 4 => 1,
                4 => 2,
                _ => 3,
            }
        ];
        var authorization = random.Next(40) switch
        {
            0 => null,
            1 => "Bearer " + Forge(token, random),
            2 => "Bearer",
            3 => "Bearer " + new string('e', random.Next(1, 6_000)),
            4 => "Basic YWRtaW46YWRtaW4=",
            5 => "bearer   " + token,
            6 => $"Bearer {token}\r\nAuthorization: Bearer {world.Tokens[0]}",
            _ => "Bearer " + token,
        };
        if (authorization is not null)
        {
            head.Add("Authorization: " + authorization);
        }

        if (random.Next(40) == 0)
        {
            head.Add("x-service-token: " + (random.Next(2) == 0 ? HostProcess.ServiceToken : "wrong"));
        }

        if (random.Next(3) == 0)
        {
            head.Add("Idempotency-Key: " + Key(random));
        }

        if (random.Next(10) == 0)
        {
            head.Add(Odd(random));
        }
    }

    /// <summary>Spoils the framing, so that the server may answer without the product.</summary>
    public static void Break(List<string> head, Random random)
    {
        string[] broken =
        [
            "Content-Length: -1",
            "Content-Length: 12, 13",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: gzip",
            "no colon",
            ": no name",
            "X-Nul: a\0b",
            "X-Bytes: a\u00e9\u00ff",
            "X-Fold: a\r\n b",
            "Big: " + new string('x', 40_000),
            "Host: other",
        ];
        head.Add(broken[random.Next(broken.Length)]);
        if (random.Next(4) == 0)
        {
            head[0] = head[0].Replace(" HTTP/1.1", "/%00 HTTP/1.1", StringComparison.Ordinal);
        }
        else if (random.Next(4) == 0)
        {
            head[0] = head[0].Replace("HTTP/1.1", "HTTP/9.9", StringComparison.Ordinal);
        }
        else if (random.Next(4) == 0)
        {
            head[0] = "\u00ff\u00fe " + head[0];
        }
    }

    private static string Key(Random random) =>
        random.Next(8) switch
        {
            0 => "",
            1 => new string('k', random.Next(250, 600)),
            2 => "k\u00e9y",
            3 => "a b",
            4 => $"one\r\nIdempotency-Key: two",
            // Few, so that they come again with other bodies.
            5 => $"again-{random.Next(20)}",
            _ => $"key-{random.Next()}",
        };

    private static string Odd(Random random) =>
        random.Next(10) switch
        {
            0 => "x-correlation-id: " + Nasty.Word(random).Replace("\n", "", StringComparison.Ordinal),
            1 => "User-Agent: " + new string('u', random.Next(1, 5_000)),
            2 => "Accept: application/xml;q=0.1",
            3 => "X-Forwarded-For: 1.2.3.4, ' or 1",
            4 => "X-HTTP-Method-Override: DELETE",
            5 => "Expect: 100-continue",
            6 => "traceparent: 00-zz-zz-00",
            7 => "Cookie: a=b; a=c; ;;=",
            8 => "Range: bytes=0-1,5-,-9",
            _ => "x-ms-client-principal: e30=\r\nOrigin: null\r\nx-original-url: /api/v1/agents",
        };

    private static string Forge(string token, Random random)
    {
        var parts = token.Split('.');
        var none = Convert.ToBase64String("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8).TrimEnd('=');
        var changed = new StringBuilder(token);
        var at = random.Next(token.Length);
        changed[at] = changed[at] == 'A' ? 'Q' : 'A';
        return random.Next(4) switch
        {
            0 => $"{none}.{parts[1]}.",
            1 => $"{parts[0]}.{parts[1]}.",
            2 => $"{none}.{parts[1]}.{parts[2]}",
            _ => changed.ToString(),
        };
    }
}
