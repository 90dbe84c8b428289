using System.Runtime.InteropServices;
using AgentTrader.Functions;
using AgentTrader.Functions.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Market;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

if (args is ["backtest", .. var options])
{
    using var stop = new CancellationTokenSource();
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    var progress = Console.IsErrorRedirected ? null : new ProgressLine(Console.Error);
    return await BacktestCommand.RunAsync(
        options,
        TimeProvider.System,
        Console.Out,
        Console.Error,
        progress,
        stop.Token
    );
}

var builder = FunctionsApplication.CreateBuilder(args);
try
{
    builder.AddAgentTrader();
}
catch (Exception exception) when (exception is MarketDataException or SettingException)
{
    // The setting, or the file and line, that is wrong, as one sentence; a stack trace would hide it.
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

await builder.Build().RunAsync();
return 0;
