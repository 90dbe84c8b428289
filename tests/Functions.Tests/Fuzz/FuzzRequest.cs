using System.Text;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>One request as it goes over the wire.</summary>
/// <param name="Number">Which of the run: with the run's seed it makes this request again.</param>
/// <param name="Method">Decides whether the answer has a body.</param>
/// <param name="Bytes">Request line, headers and body.</param>
/// <param name="IsHttp">False when the bytes break HTTP itself: the server may then answer before the product sees it.</param>
/// <param name="Abort">The client goes away in the middle of the body.</param>
/// <param name="Route">The operation that it began as.</param>
internal sealed record FuzzRequest(int Number, string Route, string Method, byte[] Bytes, bool IsHttp, bool Abort)
{
    private const int Shown = 2_000;

    /// <summary>What was sent, cut where it is long, other bytes than ASCII as escapes.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var unit in Bytes.Take(Shown))
        {
            _ =
                unit is (>= 32 and < 127) or (byte)'\n' ? text.Append((char)unit)
                : unit == '\r' ? text
                : text.Append($"\\x{unit:x2}");
        }

        return text.ToString() + (Bytes.Length > Shown ? $"… ({Bytes.Length} bytes)" : "");
    }
}
