namespace AgentTrader.Emulator.Hosting;

/// <summary>Waits for one function's trigger and invokes the function through <see cref="IFunctionInvoker"/>.</summary>
public interface ITriggerListener
{
    /// <summary>Starts listening and returns; called once every service of the host is up.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes no new work and returns when the invocations under way have ended or the token says to give up.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
