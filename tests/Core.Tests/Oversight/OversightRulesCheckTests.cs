using AgentTrader.Core.Oversight;

namespace AgentTrader.Core.Tests.Oversight;

public class OversightRulesCheckTests
{
    private const string User = "usr_0000000000000001";

    private static readonly Trigger Value = new(TriggerKind.Value);

    public static TheoryData<string, OversightRule> Wrong =>
        new()
        {
            { "rules[0].name", new(" ", Value) },
            { "rules[0].name", new("a\nb", Value) },
            { "rules[0].when.bound", new("x", new(TriggerKind.Value, 0)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.Value, -1)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.Value, 1.001m)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.Concentration, 100.01m)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.Volatility, 0.99m)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.Confidence, 1.01m)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.FirstTrade, 1)) },
            { "rules[0].when.bound", new("x", new(TriggerKind.All, 1, [Value])) },
            { "rules[0].when.of", new("x", new(TriggerKind.Any)) },
            { "rules[0].when.of", new("x", new(TriggerKind.All, Of: [])) },
            { "rules[0].when.of", new("x", new(TriggerKind.Value, Of: [Value])) },
            { "rules[0].when.of[0]", new("x", new(TriggerKind.Any, Of: [null!])) },
            { "rules[0].when.of[0].of[0].of[0].of[0]", new("x", Deep(5)) },
            { "rules[0].when.of[49]", new("x", new(TriggerKind.Any, Of: [.. Enumerable.Repeat(Value, 60)])) },
            { "rules[0].when.kind", new("x", new((TriggerKind)99)) },
            { "rules[0].requiredApprovals", new("x", Value, 0) },
            { "rules[0].requiredApprovals", new("x", Value, 11) },
            { "rules[0].requiredApprovals", new("x", Value, 2, [User]) },
            { "rules[0].approvers[0]", new("x", Value, 1, ["Bob"]) },
            { "rules[0].approvers[1]", new("x", Value, 1, [User, User]) },
            {
                "rules[0].approvers",
                new("x", Value, 1, [.. Enumerable.Range(10, 21).Select(i => $"usr_00000000000000{i}")])
            },
            { "rules[0].escalateTo", new("x", Value, 1, null, [User]) },
            { "rules[0]", null! },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_named_by_its_field(string field, OversightRule rule)
    {
        var errors = OversightRulesCheck.Validate(new OversightRules { Rules = [rule] });
        Assert.Contains(field, errors.Select(error => error.Field));
        Assert.All(errors, error => Assert.EndsWith(".", error.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_right_passes_up_to_the_limits()
    {
        OversightRule[] right =
        [
            new("x", Deep(4), 2, [User, "usr_0000000000000002"], ["usr_0000000000000003"]),
            new("y", new(TriggerKind.Any, Of: [.. Enumerable.Repeat(Value, 49)])),
        ];
        Assert.Empty(OversightRulesCheck.Validate(new() { Rules = right }));
        Assert.Empty(OversightRulesCheck.Validate(OversightRules.Default));
        Assert.Empty(
            OversightRulesCheck.Validate(
                new()
                {
                    Rules = [],
                    PriceTolerancePct = 50,
                    DryRun = true,
                }
            )
        );
    }

    [Fact]
    public void Settings_have_ranges_and_rules_a_number()
    {
        var rules = new OversightRules
        {
            Rules = [.. Enumerable.Repeat(new OversightRule("x", Value), 21)],
            PriceTolerancePct = 0.09m,
            RejectionPauseMinutes = -1,
        };
        Assert.Equal(
            ["rules", "priceTolerancePct", "rejectionPauseMinutes"],
            OversightRulesCheck.Validate(rules).Select(error => error.Field)
        );
    }

    /// <summary>A trigger under so many levels of joins.</summary>
    private static Trigger Deep(int levels) => levels == 0 ? Value : new(TriggerKind.All, Of: [Deep(levels - 1)]);
}
