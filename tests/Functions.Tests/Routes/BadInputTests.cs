using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Routes;

/// <summary>Bodies that are wrong are refused with each field named, and nothing is stored.</summary>
public sealed class BadInputTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    /// <summary>JSON that no member takes.</summary>
    private static readonly string[] NeverRight =
    [
        "1e400",
        "-1e400",
        "\"NaN\"",
        "\"Infinity\"",
        "-1",
        "-0.01",
        "0.00001",
        "99999999999999999999999999999999",
        "1.5e-300",
        "[[[[[]]]]]",
        "{\"a\":{\"b\":{}}}",
        "\"\\u0000\"",
        "\"\\ud800\"",
    ];

    private static readonly Dictionary<string, string> Agent = new()
    {
        ["name"] = "\"Desk\"",
        ["strategy"] = "\"balanced\"",
        ["initialBudget"] = "1000.00",
        ["riskTolerance"] = "5",
        ["oversightThreshold"] = "50000",
        ["assetPreferences"] = "[\"AAPL\"]",
        ["quotaConfig"] = "{\"apiCalls\":10,\"budgetPerMonth\":10}",
        ["tradingHours"] = "{\"start\":\"09:30\",\"end\":\"16:00\",\"timezone\":\"America/New_York\"}",
    };

    private static readonly Dictionary<string, string> Trade = new()
    {
        ["symbol"] = "\"AAPL\"",
        ["action"] = "\"buy\"",
        ["quantity"] = "1",
        ["orderType"] = "\"limit\"",
        ["limitPrice"] = "1.00",
        ["manual"] = "false",
    };

    private static readonly Dictionary<string, string> Decision = new()
    {
        ["decision"] = "\"approved\"",
        ["reason"] = "\"Fine.\"",
        ["approverName"] = "\"Ann\"",
    };

    private static readonly Dictionary<string, string> Reply = new() { ["text"] = "\"Because.\"" };

    private static readonly Dictionary<string, string> Rules = new()
    {
        ["rules"] = "[{\"name\":\"Large\",\"when\":{\"kind\":\"value\"}}]",
        ["dryRun"] = "true",
        ["priceTolerancePct"] = "3.5",
        ["rejectionPauseMinutes"] = "30",
    };

    private static readonly Dictionary<string, string> Engine = new()
    {
        ["enabled"] = "true",
        ["manualTier"] = "\"moderate\"",
        ["reserveSiphonPct"] = "0.2",
        ["tranches"] = "3",
        ["trancheInterval"] = "\"00:15:00\"",
        ["customSignals"] = "[\"trend\"]",
    };

    private static readonly Dictionary<string, string> Tier = new() { ["tier"] = "\"moderate\"" };

    private static readonly Dictionary<string, string> Reserve = new()
    {
        ["balance"] = "1.00",
        ["reason"] = "\"A rainy day.\"",
    };

    private static readonly Dictionary<string, string> KillSwitch = new()
    {
        ["on"] = "true",
        ["reason"] = "\"A drill.\"",
    };

    private static readonly Dictionary<string, string> Recommendation = new()
    {
        ["symbol"] = "\"AAPL\"",
        ["action"] = "\"buy\"",
        ["confidence"] = "0.9",
        ["thesis"] = "\"It rises.\"",
        ["mode"] = "\"paper_eligible\"",
        ["horizon"] = "\"week\"",
        ["expiresAt"] = "\"2025-03-04T15:00:00Z\"",
    };

    private static readonly Dictionary<string, string> MacroEvent = new()
    {
        ["severity"] = "\"low\"",
        ["title"] = "\"Rates\"",
        ["estimatedDuration"] = "\"01:00:00\"",
    };

    public static TheoryData<string, string> WriteRoutes =>
        new()
        {
            { "POST", "agents" },
            { "PATCH", "agents/{agent}" },
            { "POST", "agents/{agent}/trades" },
            { "PUT", "agents/{agent}/trading/config" },
            { "PUT", "agents/{agent}/trading/risk-tier" },
            { "PUT", "agents/{agent}/trading/reserve" },
            { "POST", "agents/{agent}/trading/kill-switch" },
            { "POST", "recommendations" },
            { "POST", "market/events" },
            { "POST", "oversight/requests/{request}/decision" },
            { "POST", "oversight/requests/{request}/answers" },
            { "PUT", "agents/{agent}/oversight/rules" },
            { "POST", "agents/{agent}/oversight/rules/preview" },
        };

    [Theory]
    [MemberData(nameof(WriteRoutes))]
    public async Task A_wrong_value_of_any_member_is_refused_by_its_name(string method, string route)
    {
        var target = await TargetAsync(route);
        foreach (var (member, right) in target.Body)
        {
            foreach (var wrong in NeverRight.Where(value => CanNotBe(value, member)))
            {
                await RefusedAsync(target, method, With(target.Body, member, wrong), member);
            }

            await RefusedAsync(target, method, With(target.Body, member, right[0] == '"' ? "7" : "\"text\""), member);
        }

        await target.UnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(WriteRoutes))]
    public async Task What_is_no_such_object_is_refused(string method, string route)
    {
        var target = await TargetAsync(route);
        string[] bodies =
        [
            "",
            "{",
            "null",
            "[]",
            "7",
            "\"text\"",
            Text(target.Body) + "}",
            Text(target.Body)[..^1] + ",}",
            "{'name':'x'}",
            new string('[', 10_000),
            string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200),
        ];
        foreach (var body in bodies)
        {
            await RefusedAsync(target, method, body, null);
        }

        await RefusedAsync(target, method, With(target.Body, "unheardOf", "1"), "unheardOf");
        // A member twice, one of them right.
        await RefusedAsync(target, method, Text(target.Body)[..^1] + "," + Text(target.Body)[1..], null);
        await target.UnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(WriteRoutes))]
    public async Task Everything_wrong_is_named_at_once(string method, string route)
    {
        var target = await TargetAsync(route);
        var body = "{" + string.Join(',', target.Body.Keys.Select(name => $"\"{name}\":[[]]")) + ",\"more\":1}";
        var refused = await target.SendAsync(method, body);
        Assert.Equal(400, refused.Status);
        var named = refused.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name.Split('[')[0]);
        Assert.Superset(target.Body.Keys.Append("more").ToHashSet(), named.ToHashSet());
        await target.UnchangedAsync();
    }

    [Fact]
    public async Task A_name_of_a_megabyte_is_refused()
    {
        var target = await TargetAsync("agents/{agent}");
        foreach (var length in (int[])[101, 70_000, 1_000_000])
        {
            await RefusedAsync(target, "PATCH", $$"""{"name":"{{new string('x', length)}}"}""", "name");
        }

        var larger = await target.SendAsync("PATCH", $$"""{"name":"{{new string('x', 1_100_000)}}"}""");
        Assert.Equal(413, larger.Status);
        await target.UnchangedAsync();
    }

    /// <summary>A day before the first instant there is, or an offset after the last, is no instant.</summary>
    [Theory]
    [InlineData("market/bars?symbol=KO&interval=1d&to=0001-01-01T00:00:00Z", "to")]
    [InlineData("market/bars?symbol=KO&interval=1d&from=9999-12-31T23:59:59Z", "from")]
    [InlineData("audit?from=0001-01-01T00:00:00Z", "from")]
    [InlineData("oversight/requests?to=9999-12-31T23:59:59.9999999Z", "to")]
    public async Task Instants_at_the_ends_of_time_are_refused(string path, string parameter)
    {
        var refused = await Product.NewUser(Roles.Admin).GetAsync(path);
        Assert.True(refused.Status == 400, refused.ToString());
        Assert.True(refused.Body.GetProperty("errors").TryGetProperty(parameter, out _), refused.ToString());
    }

    [Fact]
    public async Task A_budget_is_above_zero_and_one_above_the_limit_is_422()
    {
        var trader = Product.NewUser(Roles.Trader);
        foreach (var budget in (string[])["0", "-1", "-0.01", "1000.001"])
        {
            var refused = await trader.SendAsync(HttpMethod.Post, "agents", With(Agent, "initialBudget", budget));
            Assert.Equal(400, refused.Status);
            Assert.True(refused.Body.GetProperty("errors").TryGetProperty("initialBudget", out _), refused.ToString());
        }

        var above = await trader.SendAsync(HttpMethod.Post, "agents", With(Agent, "initialBudget", "100000.01"));
        Assert.Equal(422, above.Status);
        Assert.Empty((await trader.GetAsync("agents")).Body.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("agents/{id}", "agt_")]
    [InlineData("agents/{id}/portfolio", "agt_")]
    [InlineData("agents/{id}/trades", "agt_")]
    [InlineData("agents/{id}/trading/decisions", "agt_")]
    [InlineData("oversight/requests/{id}", "ovr_")]
    public async Task An_id_that_is_none_is_404(string route, string prefix)
    {
        var admin = Product.NewUser(Roles.Admin);
        string[] ids =
        [
            prefix,
            prefix + "0000000000000000",
            prefix + "000000000000000A",
            prefix + new string('0', 500),
            "book",
            "directory",
            "trd_0000000000000000",
            "%27%20or%20true",
            "%00",
            "..%2F..%2Fusers",
            "%F0%9F%92%A5",
        ];
        foreach (var id in ids)
        {
            var missing = await admin.GetAsync(route.Replace("{id}", id, StringComparison.Ordinal));
            Assert.True(missing.Status is 404 or 400, $"{id}: {missing}");
            // The server itself refuses a path with a NUL, before any function.
            Assert.Equal(id == "%00" ? null : "application/problem+json", missing.ContentType);
        }
    }

    /// <summary>An agent may be called NaN, and somebody may be hardly confident at all.</summary>
    private static bool CanNotBe(string value, string member) =>
        member switch
        {
            "name" or "thesis" or "title" or "reason" or "text" or "approverName" => value
                is not ("\"NaN\"" or "\"Infinity\""),
            "confidence" => value is not ("0.00001" or "1.5e-300"),
            // Nothing, to a cent: 0 is a part.
            "reserveSiphonPct" or "balance" => value != "1.5e-300",
            _ => true,
        };

    private static string Text(IReadOnlyDictionary<string, string> body) =>
        "{" + string.Join(',', body.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";

    private static string With(IReadOnlyDictionary<string, string> body, string member, string value) =>
        Text(new Dictionary<string, string>(body) { [member] = value });

    private static async Task RefusedAsync(Target target, string method, string body, string? member)
    {
        var refused = await target.SendAsync(method, body);
        var shown = body.Length <= 300 ? body : body[..300];
        Assert.True(refused.Status is 400 or 422, $"{shown}: {refused}");
        Assert.Equal("application/problem+json", refused.ContentType);
        if (member is not null)
        {
            var named = refused.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name).ToList();
            Assert.True(named.Any(name => name.StartsWith(member, StringComparison.Ordinal)), $"{shown}: {refused}");
        }
    }

    private async Task<Target> TargetAsync(string route)
    {
        var agent = await ActiveAgentAsync(threshold: 1_000m);
        var (who, body) = (agent.Owner, Agent);
        if (route.EndsWith("/trades", StringComparison.Ordinal))
        {
            body = Trade;
        }
        else if (route.EndsWith("/decision", StringComparison.Ordinal))
        {
            await agent.AcceptedAsync("buy", "AAPL", 20);
            var request = await agent.PendingApprovalAsync();
            route = route.Replace("{request}", request, StringComparison.Ordinal);
            (who, body) = (Product.NewUser(Roles.Approver), Decision);
        }
        else if (route.EndsWith("/answers", StringComparison.Ordinal))
        {
            await agent.AcceptedAsync("buy", "AAPL", 20);
            var request = await agent.PendingApprovalAsync();
            await Product
                .NewUser(Roles.Approver)
                .PostAsync(
                    $"oversight/requests/{request}/decision",
                    new { decision = "info_requested", reason = "Why?" }
                );
            (route, body) = (route.Replace("{request}", request, StringComparison.Ordinal), Reply);
        }
        else if (route.Contains("/oversight/rules", StringComparison.Ordinal))
        {
            body = Rules;
        }
        else if (route.Contains("/trading/", StringComparison.Ordinal))
        {
            body =
                route.EndsWith("/config", StringComparison.Ordinal) ? Engine
                : route.EndsWith("/kill-switch", StringComparison.Ordinal) ? KillSwitch
                : route.EndsWith("/reserve", StringComparison.Ordinal) ? Reserve
                : Tier;
        }
        else if (route == "recommendations")
        {
            body = Recommendation;
        }
        else if (route == "market/events")
        {
            (who, body) = (Product.NewUser(Roles.Admin), MacroEvent);
        }

        route = route.Replace("{agent}", agent.Id, StringComparison.Ordinal);
        return new Target(who, route, body, () => Product.DumpAsync(agent.Id), await Product.DumpAsync(agent.Id));
    }

    /// <summary>A route of one agent, with a body that is right, and how the agent was before.</summary>
    private sealed record Target(
        ApiClient Caller,
        string Route,
        IReadOnlyDictionary<string, string> Body,
        Func<Task<string>> Dump,
        string Before
    )
    {
        public Task<Answer> SendAsync(string method, string body) =>
            Caller.SendAsync(new HttpMethod(method), Route, body);

        public async Task UnchangedAsync()
        {
            Assert.Equal(Before, await Dump());
            Assert.True((await Caller.GetAsync("agents")).Body.GetProperty("items").GetArrayLength() >= 1);
        }
    }
}
