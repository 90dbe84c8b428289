using System.Runtime.CompilerServices;

namespace AgentTrader.Core.Market.Signals;

/// <summary>One signal of each <see cref="SignalKind"/> that is read from the chart.</summary>
[InlineArray(Count)]
public struct SignalSet
{
    public const int Count = 5;

#pragma warning disable IDE0044, IDE0051, CS0169, S1144 // An inline array repeats its one field.
    private Signal first;
#pragma warning restore IDE0044, IDE0051, CS0169, S1144
}
