namespace AgentTrader.Emulator.Hosting;

/// <summary>
/// The host cannot start; the message is one sentence that says why and what to do. The process prints it and ends with
/// exit code 2.
/// </summary>
public sealed class HostStartException(string message, Exception? innerException = null)
    : InvalidOperationException(message, innerException);
