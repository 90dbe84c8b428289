using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Tests.Http;

/// <summary>The API's description, held against the functions that exist and the routes that really answer.</summary>
public sealed class OpenApiTests(OpenApiTests.Fixture fixture) : IClassFixture<OpenApiTests.Fixture>
{
    private static readonly string[] AllMethods = ["get", "post", "put", "patch", "delete"];

    private static readonly IReadOnlyCollection<ApiFunction> Functions =
    [
        .. ApiFunction.FindAll(typeof(App).Assembly).Values,
    ];

    private static IEnumerable<ApiFunction> Documented => Functions.Where(function => !function.Api!.Undocumented);

    [Fact]
    public void Every_function_declares_who_may_call_it()
    {
        Assert.All(
            Functions,
            function =>
            {
                Assert.NotNull(function.Api);
                Assert.True(function.Api.Anonymous ^ (function.Api.Roles != Roles.None), function.Name);
                // The platform's own keys are not used: the roles are the one lock.
                Assert.Equal(AuthorizationLevel.Anonymous, function.Trigger.AuthLevel);
                Assert.NotEmpty(function.Trigger.Methods!);
                Assert.NotEmpty(function.Api.Summary);
            }
        );
        Assert.All(
            Documented,
            function => Assert.StartsWith("api/v1/", function.Trigger.Route, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Only_these_functions_answer_anybody() =>
        Assert.Equal(
            [
                "Dashboard",
                "GetAllocationImage",
                "GetHealth",
                "GetOpenApi",
                "GetReady",
                "Login",
                "RefreshSession",
                "SlackCommands",
                "SlackEvents",
                "SlackInteractivity",
            ],
            Functions.Where(function => function.Api!.Anonymous).Select(function => function.Name).Order()
        );

    [Fact]
    public void Every_function_answers_with_a_result_that_can_be_kept() =>
        Assert.All(
            Functions,
            function => Assert.Contains(function.Method.ReturnType, new[] { typeof(IResult), typeof(Task<IResult>) })
        );

    [Fact]
    public async Task Every_function_is_described_and_nothing_else()
    {
        var described = (await fixture.DocumentAsync())
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"));
        var existing = Documented.SelectMany(function =>
            function.Trigger.Methods!.Select(method =>
                $"{method} /{string.Join('/', function.Trigger.Route!.Split('/').Select(WithoutConstraint))}"
            )
        );
        Assert.Equal(existing.Order(), described.Order());
    }

    [Fact]
    public async Task What_is_described_answers_and_other_methods_do_not()
    {
        var paths = (await fixture.DocumentAsync()).GetProperty("paths").EnumerateObject().ToList();
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            foreach (var method in AllMethods)
            {
                var described = path.Value.TryGetProperty(method, out var operation);
                using var response = await fixture.App.SendAsync(new HttpMethod(method), path.Name[1..], null);
                var status = (int)response.StatusCode;
                var expected =
                    !described ? 404
                    : operation.GetProperty("security").GetArrayLength() > 0 ? 401
                    : status;
                Assert.Equal((method, path.Name, expected), (method, path.Name, status));
                Assert.False(described && status is 404 or 405 or 500, $"{method} {path.Name} answered {status}.");
                if (described)
                {
                    Assert.True(
                        operation.GetProperty("responses").TryGetProperty($"{status}", out _),
                        $"{method} {path.Name} answered {status}, which its description does not name."
                    );
                }
            }
        }
    }

    [Theory]
    [InlineData("agt_0000000000000000")]
    [InlineData("...")]
    [InlineData("%00")]
    [InlineData("%2F")]
    [InlineData("a%7Cb")]
    [InlineData("it's")]
    [InlineData("%23%3F%5C")]
    [InlineData("%C3%BC")]
    [InlineData("%FF")]
    public async Task An_odd_id_is_refused_and_never_an_error(string id)
    {
        var token = await fixture.App.TokenAsync("admin");
        foreach (var path in (await fixture.DocumentAsync()).GetProperty("paths").EnumerateObject())
        {
            var parts = path.Name.Split('{', '}');
            if (parts.Length < 3)
            {
                continue;
            }

            foreach (var method in path.Value.EnumerateObject())
            {
                using var response = await fixture.App.SendAsync(
                    new HttpMethod(method.Name),
                    $"{parts[0]}{id}{parts[2]}"[1..],
                    null,
                    token
                );
                Assert.True(
                    (int)response.StatusCode is >= 400 and < 500,
                    $"{method.Name} {path.Name}: {(int)response.StatusCode}\n{fixture.App.Logs.Entries.LastOrDefault(entry => entry.Error is not null).Error}"
                );
            }
        }
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_and_every_schema_is_used()
    {
        var document = await fixture.DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var references = References(document).Distinct().ToList();
        Assert.Equal(
            schemas.EnumerateObject().Select(schema => $"#/components/schemas/{schema.Name}").Order(),
            references.Order()
        );
    }

    [Fact]
    public async Task Schemas_say_what_the_JSON_looks_like()
    {
        var document = await fixture.DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var session = schemas.GetProperty("SessionResponse").GetProperty("properties");
        Assert.Equal("string", session.GetProperty("token").GetProperty("type").GetString());
        Assert.Equal("integer", session.GetProperty("expiresIn").GetProperty("type").GetString());
        var problem = schemas.GetProperty("ProblemBody").GetProperty("properties");
        Assert.Equal(
            ["type", "title", "status", "detail", "correlationId", "errors"],
            problem.EnumerateObject().Select(member => member.Name)
        );
        var login = document.GetProperty("paths").GetProperty("/api/v1/auth/login").GetProperty("post");
        Assert.Equal(
            "#/components/schemas/LoginRequest",
            login
                .GetProperty("requestBody")
                .GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("schema")
                .GetProperty("$ref")
                .GetString()
        );
        Assert.Equal(
            ["email", "password"],
            schemas
                .GetProperty("LoginRequest")
                .GetProperty("required")
                .EnumerateArray()
                .Select(name => name.GetString())
        );
        var entries = schemas.GetProperty("PageOfAuditEntry").GetProperty("properties").GetProperty("items");
        Assert.Equal("#/components/schemas/AuditEntry", entries.GetProperty("items").GetProperty("$ref").GetString());
        var timestamp = schemas.GetProperty("AuditEntry").GetProperty("properties").GetProperty("timestamp");
        Assert.Equal("date-time", timestamp.GetProperty("format").GetString());
    }

    [Fact]
    public async Task Unsafe_requests_take_a_key_and_paged_lists_their_parameters()
    {
        var paths = (await fixture.DocumentAsync()).GetProperty("paths");
        string[] Parameters(string path, string method) =>
            [
                .. paths
                    .GetProperty(path)
                    .GetProperty(method)
                    .GetProperty("parameters")
                    .EnumerateArray()
                    .Select(parameter => $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}"),
            ];
        Assert.Contains("header Idempotency-Key", Parameters("/api/v1/auth/logout", "post"));
        Assert.DoesNotContain("header Idempotency-Key", Parameters("/api/v1/auth/login", "post"));
        Assert.Contains("query pageToken", Parameters("/api/v1/audit", "get"));
    }

    private static string WithoutConstraint(string segment)
    {
        var colon = segment.IndexOf(':', StringComparison.Ordinal);
        return segment.StartsWith('{') && colon > 0 ? segment[..colon] + "}" : segment;
    }

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member =>
                    member.NameEquals("$ref") ? [member.Value.GetString()!] : References(member.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };

    /// <summary>Every class with an HTTP function, and its description.</summary>
    public sealed class Fixture(AzuriteFixture azurite) : IAsyncLifetime
    {
        internal TestApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            App = await TestApp.StartAsync(
                azurite,
                [.. Functions.Select(function => function.Method.DeclaringType!).Distinct()]
            );

        public ValueTask DisposeAsync() => App.DisposeAsync();

        public async Task<JsonElement> DocumentAsync()
        {
            using var response = await App.GetAsync("api/v1/openapi.json");
            return await TestApp.ReadAsync(response);
        }
    }
}
