using System.Collections.Concurrent;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Tests.Http;

/// <summary>Functions that show what the kernel does to any function.</summary>
public sealed class ProbeFunctions
{
    /// <summary>How often a name was executed, and what an execution with that name waits for or throws.</summary>
    public static ConcurrentDictionary<string, int> Executions { get; } = new();
    public static ConcurrentDictionary<string, Func<int, Task>> Behaviours { get; } = new();

    [Function("PostProbe")]
    [Api("A probe.", Roles = Roles.Any, Body = typeof(Probe), Result = typeof(ProbeAnswer), Status = 201)]
    public static async Task<IResult> Post(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/probe")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var probe = await request.ReadBodyAsync<Probe>(cancellationToken);
        var execution = Executions.AddOrUpdate(probe.Name, 1, (_, count) => count + 1);
        if (Behaviours.TryGetValue(probe.Name, out var behaviour))
        {
            await behaviour(execution);
        }

        var caller = request.Caller();
        return ApiResult.Created(
            "/api/v1/probe/1",
            new ProbeAnswer(caller.Operation.Seed, caller.Operation.At, execution, caller.Role)
        );
    }

    [Function("GetProbe")]
    [Api("A probe.", Roles = Roles.Admin | Roles.Service, Result = typeof(Page<int>), Query = [Paging.SizeName])]
    public static IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/probe")] HttpRequest request
    )
    {
        var first = int.Parse(request.Continuation() ?? "0");
        var last = Math.Min(first + request.PageSize(), 120);
        return ApiResult.Ok(request.ToPage([.. Enumerable.Range(first, last - first)], last < 120 ? $"{last}" : null));
    }

    [Function("Unguarded")]
    public static IResult Unguarded(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/unguarded")] HttpRequest request
    ) => ApiResult.NoContent();

    [Function("Explode")]
    [Api("Fails.", Anonymous = true)]
    public static IResult Explode(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/explode")] HttpRequest request
    ) => throw new InvalidOperationException("secret detail");

    [Function("Unwritable")]
    [Api("Answers what can't be written.", Anonymous = true)]
    public static IResult Unwritable(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/unwritable")] HttpRequest request
    ) => ApiResult.Ok(double.NaN);

    [Function("SlowDown")]
    [Api("Says to wait.", Anonymous = true)]
    public static IResult SlowDown(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/slowdown")] HttpRequest request
    ) => throw ProblemException.TooMany(TimeSpan.FromSeconds(1.2), "Too fast: wait.");
}
