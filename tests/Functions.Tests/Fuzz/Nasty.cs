using System.Text;
using System.Text.Json.Nodes;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Ways to spoil a body.</summary>
internal static class Nasty
{
    private const string Mark = "\"@@here@@\"";

    /// <summary>JSON values, and what is nearly JSON, in place of a value that belongs there.</summary>
    private static readonly string[] Values =
    [
        "null",
        "true",
        "\"\"",
        "0",
        "-1",
        "-0.0",
        "1e400",
        "-1e400",
        "1e-400",
        "0.005",
        "1.005",
        "9007199254740993",
        "9223372036854775808",
        "-9223372036854775809",
        "2147483648",
        "79228162514264337593543950335",
        "-79228162514264337593543950336",
        "0.0000000000000000000000000001",
        "1e28",
        "NaN",
        "Infinity",
        "\"NaN\"",
        "\"12\"",
        "[]",
        "{}",
        "[[[[]]]]",
        "{\"$type\":\"System.IO.File\"}",
        "{\"__proto__\":{\"role\":\"admin\"}}",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udfff\\ud800\"",
        "\"\\u202e\\u200b\"",
        "\"\\ud83d\\ude00\"",
        "\"' or 1 eq 1 or '\"",
        "\"<script>alert(1)</script>\"",
        "\"../../etc/passwd\"",
        "\"%00\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"9999-12-31T23:59:59-14:00\"",
        "\"=1+1\"",
        "\"\\r\\nX: y\"",
        "01",
        "+1",
        ".5",
        "0x10",
        "'x'",
        "tru",
        "",
        "\"\\x\"",
    ];

    /// <summary>A text in place of a value: for paths, queries and headers.</summary>
    public static string Word(Random random) => Values[random.Next(Values.Length)].Trim('"');

    /// <summary>The bytes of a body that was meant well, spoilt in one or two ways.</summary>
    public static byte[] Spoil(JsonNode? valid, Random random)
    {
        var text = valid is null ? "null" : Change(valid.DeepClone(), random);
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(12) switch
        {
            0 => bytes[..random.Next(bytes.Length + 1)],
            1 => Flip(bytes, random),
            2 => [.. Encoding.UTF8.GetPreamble(), .. bytes],
            3 => Encoding.Unicode.GetBytes(text),
            4 => [.. bytes, .. "{}"u8],
            _ => bytes,
        };
    }

    /// <summary>A message or body that has nothing of JSON, or too much of it.</summary>
    public static byte[] Junk(Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return [];
            case 1:
                var depth = random.Next(10, 20_000);
                return Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
            case 2:
                return Encoding.UTF8.GetBytes(
                    string.Concat(Enumerable.Repeat("{\"a\":", random.Next(10, 5_000))) + "1"
                );
            case 3:
                return Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', random.Next(1_000, 40_000))}\"}}");
            case 4:
                return Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
            default:
                var bytes = new byte[random.Next(1, 300)];
                random.NextBytes(bytes);
                return bytes;
        }
    }

    private static string Change(JsonNode valid, Random random)
    {
        var holders = new List<JsonObject>();
        Collect(valid, holders);
        if (holders.Count == 0)
        {
            return Values[random.Next(Values.Length)];
        }

        var holder = holders[random.Next(holders.Count)];
        var names = holder.Select(property => property.Key).ToArray();
        var name = names[random.Next(names.Length)];
        var value = Values[random.Next(Values.Length)];
        switch (random.Next(8))
        {
            case 0:
                holder.Remove(name);
                return valid.ToJsonString();
            case 1:
                holder["unknown" + random.Next(10)] = 1;
                return valid.ToJsonString();
            case 2:
                // The same name twice: the second one spoilt.
                return valid.ToJsonString().TrimEnd('}') + $",\"{name}\":{value}}}";
            case 3:
                var moved = holder[name]?.DeepClone();
                holder.Remove(name);
                holder[name.ToUpperInvariant()] = moved;
                return valid.ToJsonString();
            case 4:
                holder[name] = new string((char)random.Next(32, 0x2FFF), random.Next(1, 3_000));
                return valid.ToJsonString();
            default:
                holder[name] = "@@here@@";
                return valid.ToJsonString().Replace(Mark, value, StringComparison.Ordinal);
        }
    }

    private static void Collect(JsonNode? node, List<JsonObject> holders)
    {
        if (node is JsonObject value && value.Count > 0)
        {
            holders.Add(value);
            foreach (var (_, child) in value)
            {
                Collect(child, holders);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var child in array)
            {
                Collect(child, holders);
            }
        }
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        for (var times = random.Next(1, 5); times > 0 && bytes.Length > 0; times--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }
}
