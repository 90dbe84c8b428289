using System.Reflection;
using AgentTrader.Functions.Http;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Tests.Architecture;

/// <summary>What every function of the product keeps to.</summary>
public sealed class FunctionTests
{
    private static readonly Assembly Functions = typeof(App).Assembly;

    private static IEnumerable<MethodInfo> All =>
        Functions
            .GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null);

    [Fact]
    public void Every_orchestrator_can_be_replayed()
    {
        Assert.NotEmpty(OrchestratorCode.Orchestrators(Functions));
        Assert.Empty(OrchestratorCode.Violations(Functions));
    }

    [Fact]
    public void Every_function_over_HTTP_says_who_may_call_it() =>
        Assert.All(
            ApiFunction.FindAll(Functions).Values,
            function => Assert.True(function.Api is not null, $"{function.Name} has no [Api].")
        );

    [Fact]
    public void Every_function_has_a_name_of_its_own_in_one_trigger()
    {
        Assert.NotEmpty(All);
        Assert.Equal(
            All.Count(),
            All.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Count()
        );
        Assert.All(All, method => Assert.Single(Triggers(method)));
    }

    [Fact]
    public void Every_queue_and_topic_carries_the_instances_name() =>
        Assert.All(
            All.SelectMany(Triggers)
                .SelectMany(trigger =>
                    trigger
                        .ConstructorArguments.Take(1)
                        .Where(_ =>
                            trigger.AttributeType.Name is "QueueTriggerAttribute" or "ServiceBusTriggerAttribute"
                        )
                ),
            name => Assert.StartsWith("%InstanceName%-", (string)name.Value!, StringComparison.Ordinal)
        );

    private static IEnumerable<CustomAttributeData> Triggers(MethodInfo method) =>
        method
            .GetParameters()
            .SelectMany(parameter => parameter.CustomAttributes)
            .Where(attribute => attribute.AttributeType.Name.EndsWith("TriggerAttribute", StringComparison.Ordinal));
}
