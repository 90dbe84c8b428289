namespace AgentTrader.Core.Oversight;

/// <summary>What an agent's rules of oversight must satisfy.</summary>
public static class OversightRulesCheck
{
    public const int MaxRules = 20;
    public const int MaxDepth = 5;
    public const int MaxTriggers = 50;
    public const int MaxApprovers = 20;
    private const int MaxNameLength = 100;
    private const int MaxRequired = 10;
    public const int MaxPauseMinutes = 10_080;

    /// <summary>Every field that fails; empty when all is well.</summary>
    public static IReadOnlyList<FieldError> Validate(OversightRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var errors = new List<FieldError>();
        if (rules.Rules.Count > MaxRules)
        {
            errors.Add(new("rules", $"An agent has at most {MaxRules} rules."));
        }

        for (var i = 0; i < Math.Min(rules.Rules.Count, MaxRules); i++)
        {
            AddErrors(rules.Rules[i], $"rules[{i}]", errors);
        }

        if (rules.PriceTolerancePct is < 0.1m or > 50m || !Money.IsWholeCents(rules.PriceTolerancePct))
        {
            errors.Add(new("priceTolerancePct", "The price may move by 0.1 to 50 percent, with at most two decimals."));
        }

        if (rules.RejectionPauseMinutes is < 0 or > MaxPauseMinutes)
        {
            errors.Add(new("rejectionPauseMinutes", $"The pause after a no is 0 to {MaxPauseMinutes:N0} minutes."));
        }

        return errors;
    }

    // Null where JSON had a null in a list.
    private static void AddErrors(OversightRule? rule, string field, List<FieldError> errors)
    {
        if (rule is null)
        {
            errors.Add(new(field, "A rule is an object."));
            return;
        }

        if (string.IsNullOrWhiteSpace(rule.Name) || rule.Name.Length > MaxNameLength || rule.Name.Any(char.IsControl))
        {
            errors.Add(new(field + ".name", $"A name has 1 to {MaxNameLength} characters and is not blank."));
        }

        var triggers = 0;
        AddErrors(rule.When, field + ".when", 1, ref triggers, errors);
        AddApproverErrors(rule.Approvers ?? [], field + ".approvers", errors);
        AddApproverErrors(rule.EscalateTo ?? [], field + ".escalateTo", errors);
        if (rule.RequiredApprovals is < 1 or > MaxRequired)
        {
            errors.Add(new(field + ".requiredApprovals", $"A rule asks for 1 to {MaxRequired} approvals."));
        }
        else if (rule.Approvers is { Count: > 0 } named && named.Count < rule.RequiredApprovals)
        {
            errors.Add(
                new(
                    field + ".requiredApprovals",
                    $"{named.Count} approvers are named, so that {rule.RequiredApprovals} can never say yes: name more, or ask for fewer."
                )
            );
        }

        if (rule.EscalateTo is { Count: > 0 } && rule.Approvers is not { Count: > 0 })
        {
            errors.Add(
                new(field + ".escalateTo", "Every approver is asked from the start: name approvers, or no next ones.")
            );
        }
    }

    private static void AddApproverErrors(IReadOnlyList<string> users, string field, List<FieldError> errors)
    {
        if (users.Count > MaxApprovers)
        {
            errors.Add(new(field, $"A rule names at most {MaxApprovers} approvers."));
        }

        for (var i = 0; i < Math.Min(users.Count, MaxApprovers); i++)
        {
            if (!EntityId.IsValid(users[i], "usr"))
            {
                errors.Add(new($"{field}[{i}]", "An approver is named by a user id, such as usr_3e4f5g6h7j8k9m0n."));
            }
            else if (users.Take(i).Contains(users[i], StringComparer.Ordinal))
            {
                errors.Add(new($"{field}[{i}]", "This approver is named twice."));
            }
        }
    }

    private static void AddErrors(Trigger? trigger, string field, int depth, ref int triggers, List<FieldError> errors)
    {
        if (++triggers > MaxTriggers)
        {
            if (triggers == MaxTriggers + 1)
            {
                errors.Add(new(field, $"A rule joins at most {MaxTriggers} triggers."));
            }

            return;
        }

        if (trigger is null)
        {
            errors.Add(new(field, "A trigger is an object."));
        }
        else if (!Enum.IsDefined(trigger.Kind))
        {
            errors.Add(new(field + ".kind", "There is no such kind of trigger."));
        }
        else if (trigger.Kind is TriggerKind.All or TriggerKind.Any)
        {
            AddJoinedErrors(trigger, field, depth, ref triggers, errors);
        }
        else
        {
            if (trigger.Of is not null)
            {
                errors.Add(new(field + ".of", "Only 'all' and 'any' join triggers."));
            }

            if (trigger.Bound is { } bound && BoundError(trigger.Kind, bound) is { } sentence)
            {
                errors.Add(new(field + ".bound", sentence));
            }
        }
    }

    private static void AddJoinedErrors(
        Trigger trigger,
        string field,
        int depth,
        ref int triggers,
        List<FieldError> errors
    )
    {
        if (trigger.Bound is not null)
        {
            errors.Add(new(field + ".bound", "Joined triggers have bounds of their own."));
        }

        if (depth == MaxDepth)
        {
            errors.Add(new(field, $"Triggers are joined at most {MaxDepth - 1} levels deep."));
        }
        else if (trigger.Of is not { Count: > 0 } joined)
        {
            errors.Add(new(field + ".of", "Name at least one trigger to join."));
        }
        else
        {
            for (var i = 0; i < joined.Count; i++)
            {
                AddErrors(joined[i], $"{field}.of[{i}]", depth + 1, ref triggers, errors);
            }
        }
    }

    private static string? BoundError(TriggerKind kind, decimal bound) =>
        kind switch
        {
            _ when !Money.IsWholeCents(bound) => "A bound has at most two decimals.",
            TriggerKind.Value => bound is > 0 and <= 1_000_000_000m
                ? null
                : "A trade's value is compared with a positive number of dollars, at most 1,000,000,000.",
            TriggerKind.Concentration => bound is > 0 and <= 100
                ? null
                : "Concentration is above 0 and at most 100 percent.",
            TriggerKind.Volatility => bound is >= 1 and <= 100 ? null : "Volatility is 1 to 100 times the usual.",
            TriggerKind.Confidence => bound is > 0 and <= 1 ? null : "Confidence is above 0 and at most 1.",
            _ => "A first trade has no bound.",
        };
}
