using Azure;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The answer about a row that is not there.</summary>
internal sealed class MemoryNothing<T> : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("There is no such row.");

    public override Response GetRawResponse() => new MemoryResponse(404);
}
