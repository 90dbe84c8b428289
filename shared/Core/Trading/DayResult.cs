namespace AgentTrader.Core.Trading;

/// <summary>A session that is over.</summary>
/// <param name="Date">Which.</param>
/// <param name="StartValue">Dollars at its first step.</param>
/// <param name="Wins">Positions sold with a profit.</param>
/// <param name="Losses">Positions sold with a loss.</param>
public sealed record DayResult(DateOnly Date, decimal StartValue, int Wins, int Losses);
