namespace AgentTrader.Emulator.Tests.Tables;

internal enum Side
{
    Buy,
    Sell,
}
