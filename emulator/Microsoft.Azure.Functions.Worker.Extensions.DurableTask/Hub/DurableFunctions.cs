using AgentTrader.Emulator.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Emulator.Durable;

/// <summary>The app's orchestrators and activities by name, in any case.</summary>
internal sealed class DurableFunctions(HostSettings host)
{
    private readonly Dictionary<string, FunctionDescriptor> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionDescriptor> activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a function with one of our triggers; false for any other.</summary>
    /// <exception cref="HostStartException">Another function has its name.</exception>
    public bool TryAdd(FunctionDescriptor function)
    {
        switch (function.TriggerAttribute)
        {
            case OrchestrationTriggerAttribute trigger:
                Add(orchestrators, trigger.Orchestration, function);
                return true;
            case ActivityTriggerAttribute trigger:
                Add(activities, trigger.Activity, function);
                return true;
            default:
                return false;
        }
    }

    public FunctionDescriptor? Orchestrator(string name) => orchestrators.GetValueOrDefault(name);

    public FunctionDescriptor? Activity(string name) => activities.GetValueOrDefault(name);

    /// <summary>What is said of an orchestrator that is not there.</summary>
    public string NoOrchestrator(string name) => Missing(name, "an orchestrator", "orchestrator", orchestrators);

    /// <summary>What is said of an activity that is not there.</summary>
    public string NoActivity(string name) => Missing(name, "an activity", "activity", activities);

    private void Add(Dictionary<string, FunctionDescriptor> known, string? name, FunctionDescriptor function)
    {
        var resolved = host.Resolve(name ?? function.Name);
        if (!known.TryAdd(resolved, function))
        {
            throw new HostStartException(
                $"The functions '{known[resolved].Name}' and '{function.Name}' are both called as '{resolved}'. Rename one of them."
            );
        }
    }

    private static string Missing(string name, string a, string kind, Dictionary<string, FunctionDescriptor> known) =>
        $"The function '{name}' doesn't exist, is disabled, or is not {a} function. Additional info: "
        + (
            known.Count > 0
                ? $"The following are the known {kind} functions: '{string.Join("', '", known.Keys)}'."
                : $"No {kind} functions are currently registered!"
        );
}
