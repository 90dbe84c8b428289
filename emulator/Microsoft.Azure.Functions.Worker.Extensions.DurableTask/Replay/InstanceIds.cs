namespace AgentTrader.Emulator.Durable;

/// <summary>What an orchestration's id may be.</summary>
internal static class InstanceIds
{
    private const int Longest = 256;

    /// <exception cref="ArgumentException">The id cannot be one; the message says why.</exception>
    public static void Check(string instanceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        if (instanceId.StartsWith('@'))
        {
            throw new ArgumentException("Orchestration instance ids must not start with @.");
        }

        if (instanceId.Any(unit => unit is '/' or '\\' or '?' or '#' || char.IsControl(unit)))
        {
            throw new ArgumentException(
                "Orchestration instance ids must not contain /, \\, #, ?, or control characters."
            );
        }

        if (instanceId.Length > Longest)
        {
            throw new ArgumentException($"Instance ID lengths must not exceed {Longest} characters.");
        }
    }
}
