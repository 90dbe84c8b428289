using System.Diagnostics;
using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs functions through the app's middleware, each invocation in its scope, its log scope and its activity.</summary>
internal sealed class FunctionInvoker : IFunctionInvoker
{
    private static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");
    private readonly FunctionExecutionDelegate pipeline;
    private readonly IServiceScopeFactory scopes;
    private readonly ILogger<FunctionInvoker> logger;
    private readonly Dictionary<string, FunctionPlan> plans = [];

    public FunctionInvoker(
        IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        IReadOnlyList<EmulatorExtension> extensions,
        IServiceProvider services
    )
    {
        scopes = services.GetRequiredService<IServiceScopeFactory>();
        logger = services.GetRequiredService<ILogger<FunctionInvoker>>();
        var values = new ParameterValues(extensions, services.GetRequiredService<IOptions<WorkerOptions>>());
        pipeline = middleware
            .Reverse()
            .Aggregate((FunctionExecutionDelegate)(context => CallAsync(context, values)), (next, step) => step(next));
    }

    /// <summary>Makes the functions known; called once, before the first invocation.</summary>
    public void Load(IEnumerable<FunctionDescriptor> functions)
    {
        foreach (var function in functions)
        {
            plans.Add(function.Name, new FunctionPlan(function));
        }
    }

    public async Task<object?> InvokeAsync(
        FunctionDescriptor function,
        TriggerInput input,
        CancellationToken cancellationToken
    )
    {
        await using var scope = input.RequestServices is null ? scopes.CreateAsyncScope() : (AsyncServiceScope?)null;
        var state = new InvocationState(plans[function.Name], input);
        var services = input.RequestServices ?? scope!.Value.ServiceProvider;
        var context = new EmulatedFunctionContext(state, services, cancellationToken);
        using var logScope = logger.BeginScope(
            new Dictionary<string, object>
            {
                ["AzureFunctions_InvocationId"] = context.InvocationId,
                ["AzureFunctions_FunctionName"] = function.Name,
            }
        );
        using var activity = StartActivity(context);
        async Task<object?> RunAsync()
        {
            await pipeline(context);
            return state.Result;
        }

        try
        {
            return input.Around is { } around ? await around(RunAsync) : await RunAsync();
        }
        catch (Exception error)
        {
            activity?.SetStatus(ActivityStatusCode.Error, error.Message);
            logger.LogError(
                error,
                "Function '{FunctionName}', Invocation id '{InvocationId}': An exception was thrown by the invocation.",
                function.Name,
                context.InvocationId
            );
            throw;
        }
    }

    private static async Task CallAsync(FunctionContext context, ParameterValues values)
    {
        var state = context.Features.Get<InvocationState>()!;
        var instance = state.Plan.CreateInstance(context.InstanceServices);
        state.Result = await state.Plan.CallAsync(instance, await values.BindAsync(context, state));
    }

    private static Activity? StartActivity(FunctionContext context)
    {
        ActivityContext.TryParse(context.TraceContext.TraceParent, context.TraceContext.TraceState, out var parent);
        KeyValuePair<string, object?>[] tags =
        [
            new("az.schema_url", "https://opentelemetry.io/schemas/1.17.0"),
            new("faas.execution", context.InvocationId),
        ];
        return Source.StartActivity("Invoke", ActivityKind.Server, parent, tags);
    }
}
