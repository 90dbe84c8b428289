using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Routes;

/// <summary>Every route of the API's description, tried by everybody: denied by default, allowed only as written here.</summary>
/// <remarks>On a host of its own, because some of what is allowed stops all trading.</remarks>
public sealed class RoleMatrixTests(ClockedProduct app) : IClassFixture<ClockedProduct>
{
    private const Roles Steer = Roles.Admin | Roles.Trader;

    /// <summary>
    /// Who may call what; 0 is everybody, signed in or not. A new route is added here by somebody who has thought about it.
    /// </summary>
    private static readonly Dictionary<string, Roles> Allowed = new()
    {
        ["GET /api/v1/health"] = 0,
        ["GET /api/v1/ready"] = 0,
        ["GET /api/v1/openapi.json"] = 0,
        ["POST /api/v1/auth/login"] = 0,
        ["POST /api/v1/auth/refresh"] = 0,
        ["POST /api/v1/auth/logout"] = Roles.Any,
        ["GET /api/v1/auth/me"] = Roles.Any,
        ["POST /api/v1/auth/slack-link"] = Roles.Any,
        ["POST /api/v1/auth/totp/enrol"] = Roles.Any,
        ["POST /api/v1/auth/totp/confirm"] = Roles.Any,
        ["GET /api/v1/agents"] = Roles.Any,
        ["POST /api/v1/agents"] = Steer,
        ["GET /api/v1/agents/{agentId}"] = Roles.Any,
        ["PATCH /api/v1/agents/{agentId}"] = Steer,
        ["DELETE /api/v1/agents/{agentId}"] = Roles.Admin,
        ["POST /api/v1/agents/{agentId}/activate"] = Steer,
        ["POST /api/v1/agents/{agentId}/pause"] = Steer,
        ["POST /api/v1/agents/{agentId}/stop"] = Steer,
        ["GET /api/v1/agents/{agentId}/portfolio"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trades"] = Roles.Any,
        ["POST /api/v1/agents/{agentId}/trades"] = Steer,
        ["GET /api/v1/agents/{agentId}/trades/{tradeId}"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/status"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/config"] = Roles.Any,
        ["PUT /api/v1/agents/{agentId}/trading/config"] = Steer,
        ["GET /api/v1/agents/{agentId}/trading/config/versions"] = Roles.Any,
        ["PUT /api/v1/agents/{agentId}/trading/risk-tier"] = Steer,
        ["GET /api/v1/agents/{agentId}/trading/risk-tier"] = Roles.Any,
        ["POST /api/v1/agents/{agentId}/trading/pause"] = Steer,
        ["POST /api/v1/agents/{agentId}/trading/resume"] = Steer,
        ["POST /api/v1/agents/{agentId}/trading/kill-switch"] = Steer,
        ["GET /api/v1/agents/{agentId}/trading/decisions"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/events"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/stops/history"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/stops"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/lots"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/reserve"] = Roles.Any,
        ["PUT /api/v1/agents/{agentId}/trading/reserve"] = Steer,
        ["GET /api/v1/agents/{agentId}/trading/circuit-breakers"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/performance"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/trading/snapshots"] = Roles.Any,
        ["GET /api/v1/trading/status"] = Roles.Any,
        ["POST /api/v1/trading/pause"] = Roles.Admin,
        ["POST /api/v1/trading/resume"] = Roles.Admin,
        ["POST /api/v1/trading/kill-switch"] = Roles.Admin,
        ["GET /api/v1/trading/earnings"] = Roles.Any,
        ["PUT /api/v1/trading/earnings/{symbol}/{date}"] = Roles.Admin | Roles.Service,
        ["DELETE /api/v1/trading/earnings/{symbol}/{date}"] = Roles.Admin | Roles.Service,
        ["GET /api/v1/trading/correlations"] = Roles.Any,
        ["GET /api/v1/trading/backtests"] = Roles.Any,
        ["POST /api/v1/trading/backtests"] = Steer,
        ["GET /api/v1/trading/backtests/{backtestId}"] = Roles.Any,
        ["POST /api/v1/trading/backtests/{backtestId}/cancel"] = Steer,
        ["GET /api/v1/oversight/requests"] = Roles.Any,
        ["POST /api/v1/oversight/requests"] = Roles.Service,
        ["GET /api/v1/oversight/requests/{requestId}"] = Roles.Any,
        ["POST /api/v1/oversight/requests/{requestId}/decision"] = Roles.Approver | Roles.Service,
        ["POST /api/v1/oversight/requests/{requestId}/answers"] = Steer,
        ["GET /api/v1/oversight/analytics"] = Roles.Admin | Roles.Approver,
        ["GET /api/v1/oversight/analytics/what-if"] = Roles.Admin | Roles.Approver,
        ["GET /api/v1/oversight/approvers"] = Roles.Any,
        ["GET /api/v1/oversight/queue"] = Roles.Admin | Roles.Approver | Roles.Viewer,
        ["GET /api/v1/agents/{agentId}/oversight/comparison"] = Roles.Any,
        ["GET /api/v1/agents/{agentId}/oversight/rules"] = Roles.Any,
        ["PUT /api/v1/agents/{agentId}/oversight/rules"] = Steer,
        ["GET /api/v1/agents/{agentId}/oversight/rules/versions"] = Roles.Any,
        ["POST /api/v1/agents/{agentId}/oversight/rules/preview"] = Roles.Any,
        ["GET /api/v1/market/status"] = Roles.Any,
        ["GET /api/v1/market/quotes"] = Roles.Any,
        ["GET /api/v1/market/bars"] = Roles.Any,
        ["GET /api/v1/market/events"] = Roles.Any,
        ["POST /api/v1/market/events"] = Roles.Admin | Roles.Service,
        ["GET /api/v1/recommendations"] = Roles.Any,
        ["POST /api/v1/recommendations"] = Steer | Roles.Service,
        ["POST /api/v1/realtime/negotiate"] = Roles.Any,
        ["GET /api/v1/audit"] = Roles.Admin,
        ["GET /api/v1/audit/verify"] = Roles.Admin,
    };

    private Product Product => app.Product;

    [Fact]
    public async Task Every_route_is_listed_here() => Assert.Equal(Allowed.Keys.Order(), (await RoutesAsync()).Order());

    [Fact]
    public async Task Each_role_may_call_what_is_written_here_and_nothing_else()
    {
        var failures = new List<string>();
        foreach (var role in (Roles[])[Roles.Admin, Roles.Trader, Roles.Viewer, Roles.Approver])
        {
            var user = Product.NewUser(role);
            foreach (var (route, roles) in Allowed)
            {
                var answer = await CallAsync(user, route);
                var mayCall = roles == 0 || (roles & role) != 0;
                // What is allowed is then refused for its empty body or its unknown id, and never for who asks.
                if (mayCall ? IsForbidden(answer) || answer.Status == 401 : answer.Status != 403)
                {
                    failures.Add($"{role} calls {route}: {answer}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_token_or_with_one_that_is_expired_forged_or_broken()
    {
        var admin = Product.NewUser(Roles.Admin).UserId;
        var anHourAgo = new ManualTimeProvider(app.Clock.GetUtcNow() - TimeSpan.FromMinutes(61));
        var callers = new Dictionary<string, ApiClient>
        {
            ["nobody"] = Product.Anybody,
            ["an expired token"] = Product.User(admin, Roles.Admin, anHourAgo),
            ["a forged token"] = Product.With(Product.ForgedToken(Roles.Admin)),
            ["a user of no role"] = Product.User(admin, Roles.None),
            ["a user of the service's role"] = Product.User(admin, Roles.Service),
            ["a broken token"] = Product.With("not.a.token"),
            ["a token without its signature"] = Product.With("eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQWRtaW4ifQ."),
        };
        var failures = new List<string>();
        foreach (var (name, caller) in callers)
        {
            foreach (var (route, _) in Allowed.Where(route => route.Value != 0))
            {
                var answer = await CallAsync(caller, route);
                if (answer.Status != 401 || answer.ContentType != "application/problem+json")
                {
                    failures.Add($"With {name}, {route}: {answer}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public async Task Another_system_may_do_what_is_written_here_and_nothing_else()
    {
        foreach (var (route, roles) in Allowed.Where(route => route.Value != 0))
        {
            var answer = await CallAsync(Product.Anybody, route, HostProcess.ServiceToken);
            Assert.Equal((route, (roles & Roles.Service) == 0), (route, answer.Status == 403));
            Assert.Equal(401, (await CallAsync(Product.Anybody, route, "a wrong token")).Status);
        }
    }

    /// <summary>A refusal because of the role; other 403s are about one-time codes and the like.</summary>
    private static bool IsForbidden(Answer answer) => answer.Status == 403 && answer["type"] == "/problems/forbidden";

    private static Task<Answer> CallAsync(ApiClient caller, string route, string? serviceToken = null)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]["/api/v1/".Length..]);
        path = path.Replace("{agentId}", "agt_0000000000000000", StringComparison.Ordinal)
            .Replace("{tradeId}", "trd_0000000000000000", StringComparison.Ordinal)
            .Replace("{backtestId}", "bkt_0000000000000000", StringComparison.Ordinal)
            .Replace("{requestId}", "ovr_0000000000000000", StringComparison.Ordinal)
            .Replace("{symbol}", "0", StringComparison.Ordinal)
            .Replace("{date}", "2025-03-12", StringComparison.Ordinal);
        var body = method is "POST" or "PATCH" ? "{}" : null;
        return caller.SendAsync(new HttpMethod(method), path, body, serviceToken: serviceToken);
    }

    private async Task<IReadOnlyList<string>> RoutesAsync()
    {
        var document = await Product.Anybody.GetAsync("openapi.json");
        return
        [
            .. document
                .Body.GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")
                ),
        ];
    }
}
