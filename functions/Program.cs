using AgentTrader.Functions;
using AgentTrader.Functions.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Market;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

if (args is ["backtest", .. var options])
{
    return await BacktestCommand.RunAsync(options, TimeProvider.System, Console.Out, Console.Error);
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
