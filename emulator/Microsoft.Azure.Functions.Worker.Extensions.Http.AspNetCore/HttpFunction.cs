using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>One HTTP function: checks the key, invokes, and says 500 with an empty body when the function threw.</summary>
internal sealed class HttpFunction(FunctionDescriptor function, HttpTriggerAttribute trigger, IServiceProvider services)
    : ITriggerListener,
        IDisposable
{
    private readonly InvocationGate gate = new();
    private readonly IFunctionInvoker invoker = services.GetRequiredService<IFunctionInvoker>();
    private readonly string? key = services.GetRequiredService<IConfiguration>()["Emulator:FunctionKey"];

    public string Name => function.Name;

    public string Route => trigger.Route ?? function.Name;

    public IReadOnlyList<string> Methods => trigger.Methods ?? [];

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => gate.DrainAsync(cancellationToken);

    public void Dispose() => gate.Dispose();

    public async Task HandleAsync(HttpContext http)
    {
        if (!IsAllowed(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (!gate.TryEnter())
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else
        {
            try
            {
                await InvokeAsync(http);
            }
            finally
            {
                gate.Exit();
            }
        }
    }

    private async Task InvokeAsync(HttpContext http)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, gate.GivenUp);
        var input = new TriggerInput(http)
        {
            BindingData = BindingData(http.Request),
            TraceParent = Activity.Current?.Id ?? http.Request.Headers.TraceParent,
            RequestServices = http.RequestServices,
        };
        try
        {
            await InvokeApartAsync(input, cancelled.Token);
        }
        catch (Exception) when (!http.Response.HasStarted)
        {
            // The invoker has logged it; nothing of it leaves the process.
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        catch (Exception)
        {
            http.Abort();
        }
    }

    // Officially the function runs on a call from the host, outside ASP.NET Core's pipeline: its async locals
    // (IHttpContextAccessor, Activity.Current) do not reach it. So they must not here.
    private Task<object?> InvokeApartAsync(TriggerInput input, CancellationToken cancellationToken)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => invoker.InvokeAsync(function, input, cancellationToken), CancellationToken.None);
        }
    }

    private bool IsAllowed(HttpRequest request)
    {
        if (trigger.AuthLevel == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var given = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return key is { Length: > 0 }
            && given is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
    }

    private static Dictionary<string, object?> BindingData(HttpRequest request)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Headers"] = Json(request.Headers.Select(header => (header.Key, header.Value.ToString()))),
            ["Query"] = Json(request.Query.Select(query => (query.Key, query.Value.ToString()))),
        };
        foreach (var query in request.Query)
        {
            data[query.Key] = query.Value.ToString();
        }

        foreach (var route in request.RouteValues.Where(route => route.Value is not null))
        {
            data[route.Key] = route.Value!.ToString();
        }

        return data;
    }

    private static string Json(IEnumerable<(string Key, string Value)> pairs) =>
        JsonSerializer.Serialize(pairs.ToDictionary(pair => pair.Key, pair => pair.Value));
}
