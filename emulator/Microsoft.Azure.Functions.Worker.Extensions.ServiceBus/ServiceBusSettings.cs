using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Extensions.ServiceBus;

/// <summary>The section <c>extensions:serviceBus</c> of host.json, and what the trigger overrides; the defaults are the official ones.</summary>
internal sealed record ServiceBusSettings(
    int MaxConcurrentCalls,
    bool AutoCompleteMessages,
    TimeSpan MaxAutoLockRenewalDuration
)
{
    /// <exception cref="HostStartException">A value is out of its range.</exception>
    public static ServiceBusSettings Read(IConfigurationSection section, FunctionDescriptor function)
    {
        var settings = new ServiceBusSettings(
            section.GetValue("maxConcurrentCalls", 16 * Environment.ProcessorCount),
            AutoCompleteOf(function) ?? section.GetValue("autoCompleteMessages", true),
            section.GetValue("maxAutoLockRenewalDuration", TimeSpan.FromMinutes(5))
        );
        return settings switch
        {
            { MaxConcurrentCalls: < 1 } => throw Refuse("maxConcurrentCalls", "1 or more"),
            _ when settings.MaxAutoLockRenewalDuration < TimeSpan.Zero => throw Refuse(
                "maxAutoLockRenewalDuration",
                "zero or more"
            ),
            _ => settings,
        };
    }

    // Only what the source code says tells "false" from "not set".
    private static bool? AutoCompleteOf(FunctionDescriptor function) =>
        function
            .TriggerParameter.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(ServiceBusTriggerAttribute))
            .SelectMany(attribute => attribute.NamedArguments)
            .Where(argument => argument.MemberName == nameof(ServiceBusTriggerAttribute.AutoCompleteMessages))
            .Select(argument => (bool?)argument.TypedValue.Value)
            .FirstOrDefault();

    private static HostStartException Refuse(string name, string range) =>
        new($"host.json: extensions.serviceBus.{name} must be {range}. Correct it.");
}
