using System.Reflection;
using System.Runtime.CompilerServices;

namespace AgentTrader.Testing;

/// <summary>
/// Reads the compiled orchestrators of an assembly and finds what a replay cannot repeat: clocks, GUIDs, randomness, threads,
/// I/O, awaits that leave the orchestrator's thread. Follows calls into the product's own assemblies.
/// </summary>
public static class OrchestratorCode
{
    private const string Trigger = "OrchestrationTriggerAttribute";

    // A whole type, or one member of it.
    private static readonly HashSet<string> Forbidden =
    [
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider",
        "System.Diagnostics.Stopwatch",
        "System.Guid.NewGuid",
        "System.Guid.CreateVersion7",
        "System.Random",
        "System.Security.Cryptography.RandomNumberGenerator",
        "System.Threading.Tasks.Task.Delay",
        "System.Threading.Tasks.Task.Run",
        "System.Threading.Tasks.Task.ConfigureAwait",
        "System.Threading.Tasks.Task`1.ConfigureAwait",
        "System.Threading.Tasks.TaskFactory",
        "System.Threading.Tasks.Parallel",
        "System.Threading.Thread",
        "System.Threading.ThreadPool",
        "System.Threading.Timer",
        "System.Threading.PeriodicTimer",
        "System.Threading.SemaphoreSlim",
        "System.Environment",
        "System.Net.Http.HttpClient",
        "System.IO.File",
        "System.IO.FileStream",
        "System.IO.Directory",
        "System.Console",
        "Microsoft.DurableTask.Client.DurableTaskClient",
    ];

    // The compiler's own: iterators ask for the thread that made them.
    private static readonly HashSet<string> Allowed =
    [
        "System.Environment.get_CurrentManagedThreadId",
        "System.Environment.get_NewLine",
    ];

    private static readonly string[] ForbiddenNamespaces = ["Azure.", "System.Net.Sockets", "Microsoft.Azure.SignalR"];

    /// <summary>One sentence for each place; empty when every orchestrator is deterministic.</summary>
    public static IReadOnlyList<string> Violations(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var found = new List<string>();
        foreach (var orchestrator in Orchestrators(assembly))
        {
            Visit(orchestrator, $"{orchestrator.DeclaringType!.Name}.{orchestrator.Name}", [], found);
        }

        return found;
    }

    /// <summary>The methods with an orchestration trigger: a test says how many it expects, so that it cannot pass on none.</summary>
    public static IEnumerable<MethodInfo> Orchestrators(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        const BindingFlags All =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        return assembly
            .GetTypes()
            .SelectMany(type => type.GetMethods(All | BindingFlags.DeclaredOnly))
            .Where(method =>
                method
                    .GetParameters()
                    .Any(parameter =>
                        parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == Trigger)
                    )
            );
    }

    private static void Visit(MethodBase method, string orchestrator, HashSet<MethodBase> seen, List<string> found)
    {
        if (!seen.Add(method))
        {
            return;
        }

        foreach (var called in CompiledCalls.Of(method))
        {
            var type = called.DeclaringType;
            if (IsForbidden(type, called.Name))
            {
                found.Add(
                    $"The orchestrator {orchestrator} uses {type!.FullName}.{called.Name}, which a replay cannot repeat."
                );
            }
            else if (IsOurs(type) && called is MethodBase next)
            {
                Visit(next, orchestrator, seen, found);
            }
        }

        // An async method's or an iterator's code is in the MoveNext of its state machine.
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
        {
            const BindingFlags Instance = BindingFlags.NonPublic | BindingFlags.Instance;
            Visit(machine.StateMachineType.GetMethod("MoveNext", Instance)!, orchestrator, seen, found);
        }
    }

    private static bool IsForbidden(Type? type, string member)
    {
        var name = type is { IsGenericType: true } ? type.GetGenericTypeDefinition().FullName : type?.FullName;
        return name is not null
            && !Allowed.Contains($"{name}.{member}")
            && (
                Forbidden.Contains(name)
                || Forbidden.Contains($"{name}.{member}")
                || ForbiddenNamespaces.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            );
    }

    private static bool IsOurs(Type? type) =>
        type?.Assembly.GetName().Name?.StartsWith("AgentTrader.", StringComparison.Ordinal) == true;
}
