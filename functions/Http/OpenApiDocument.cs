using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentTrader.Core.Identity;

namespace AgentTrader.Functions.Http;

/// <summary>Describes the functions in OpenAPI 3.1, from the same attributes that route and guard them.</summary>
internal static partial class OpenApiDocument
{
    public static JsonObject Create(IEnumerable<ApiFunction> functions)
    {
        var schemas = new OpenApiSchemas();
        var paths = new JsonObject();
        var documented = functions
            .Where(function => function.Api is { Undocumented: false })
            .OrderBy(PathOf, StringComparer.Ordinal)
            .ThenBy(function => function.Name, StringComparer.Ordinal);
        foreach (var function in documented)
        {
            var path = PathOf(function);
            var item = paths[path] as JsonObject ?? [];
            paths[path] = item;
            foreach (var method in function.Trigger.Methods ?? [])
            {
                item[method.ToLowerInvariant()] = Operation(function, function.Api!, method, schemas);
            }
        }

        schemas.Reference(typeof(ProblemBody));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "AgentTrader",
                ["version"] = "1",
                ["description"] =
                    "Money is in US dollars with two decimals, prices with up to four, instants are ISO 8601 in UTC.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "JWT",
                    },
                    ["serviceToken"] = new JsonObject
                    {
                        ["type"] = "apiKey",
                        ["in"] = "header",
                        ["name"] = "x-service-token",
                    },
                },
            },
        };
    }

    /// <summary>The route without its constraints: <c>/api/v1/agents/{agentId}</c>.</summary>
    public static string PathOf(ApiFunction function) =>
        "/" + PathParameter().Replace(function.Trigger.Route ?? function.Name, "{$1}");

    private static JsonObject Operation(ApiFunction function, ApiAttribute api, string method, OpenApiSchemas schemas)
    {
        var unsafeMethod = !method.Equals("get", StringComparison.OrdinalIgnoreCase);
        var operation = new JsonObject
        {
            ["operationId"] = function.Name,
            ["summary"] = api.Summary,
            ["tags"] = new JsonArray(function.Method.DeclaringType!.Namespace!.Split('.')[^1]),
            ["parameters"] = Parameters(function, api, unsafeMethod),
            ["responses"] = Responses(function, api, unsafeMethod, schemas),
            ["security"] = Security(api),
        };
        if (!api.Anonymous)
        {
            operation["description"] = "Roles: " + api.Roles.ToString().ToLowerInvariant();
        }

        if (api.Body is not null)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content("application/json", schemas.Reference(api.Body)),
            };
        }

        return operation;
    }

    private static JsonArray Parameters(ApiFunction function, ApiAttribute api, bool unsafeMethod)
    {
        var parameters = new JsonArray();
        foreach (Match match in PathParameter().Matches(function.Trigger.Route ?? ""))
        {
            parameters.Add(Parameter(match.Groups[1].Value, "path", required: true));
        }

        foreach (var name in api.Query)
        {
            parameters.Add(Parameter(name, "query", required: false));
        }

        if (unsafeMethod && !api.Anonymous && !api.Secret)
        {
            parameters.Add(Parameter(IdempotencyMiddleware.KeyHeader, "header", required: false));
        }

        return parameters;
    }

    private static JsonObject Parameter(string name, string place, bool required)
    {
        JsonObject schema = name switch
        {
            Paging.SizeName => new()
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = Paging.MaxSize,
                ["default"] = Paging.DefaultSize,
            },
            IdempotencyMiddleware.KeyHeader => new()
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["maxLength"] = 255,
            },
            _ => new() { ["type"] = "string" },
        };
        return new JsonObject
        {
            ["name"] = name,
            ["in"] = place,
            ["required"] = required,
            ["schema"] = schema,
        };
    }

    private static JsonObject Responses(
        ApiFunction function,
        ApiAttribute api,
        bool unsafeMethod,
        OpenApiSchemas schemas
    )
    {
        var success = new JsonObject { ["description"] = "Done." };
        if (api.Result is not null)
        {
            success["content"] = Content("application/json", schemas.Reference(api.Result));
        }

        var responses = new JsonObject { [Text(api.Status)] = success };
        var problems = new SortedSet<int>(api.Problems) { 500 };
        if (api.Body is not null || api.Query.Length > 0 || unsafeMethod)
        {
            problems.Add(400);
        }

        if (unsafeMethod)
        {
            problems.UnionWith([413, 429]);
        }

        if (!api.Anonymous)
        {
            problems.UnionWith(unsafeMethod && !api.Secret ? [401, 403, 409, 422] : [401, 403]);
        }

        if (PathParameter().IsMatch(function.Trigger.Route ?? ""))
        {
            problems.Add(404);
        }

        foreach (var status in problems)
        {
            responses[Text(status)] = new JsonObject
            {
                ["description"] = Describe(status),
                ["content"] = Content("application/problem+json", schemas.Reference(typeof(ProblemBody))),
            };
        }

        return responses;
    }

    private static JsonArray Security(ApiAttribute api)
    {
        var ways = new JsonArray();
        if (!api.Anonymous && (api.Roles & Roles.Any) != Roles.None)
        {
            ways.Add(new JsonObject { ["bearer"] = new JsonArray() });
        }

        if (!api.Anonymous && api.Roles.HasFlag(Roles.Service))
        {
            ways.Add(new JsonObject { ["serviceToken"] = new JsonArray() });
        }

        return ways;
    }

    private static JsonObject Content(string mediaType, JsonNode schema) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema } };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string Describe(int status) =>
        status switch
        {
            400 => "Malformed; every failing field is named.",
            401 => "Not signed in.",
            402 => "Quota or cash exhausted.",
            403 => "Not allowed.",
            404 => "Not found.",
            409 => "A conflict with the state of things.",
            413 => "The body is larger than 1 MiB.",
            422 => "A rule says no.",
            429 => "Too many; Retry-After says when to try again.",
            503 => "Not available now; Retry-After says when to try again.",
            _ => "Something went wrong here.",
        };

    /// <summary>A route parameter with its constraints, default or optional mark, if any.</summary>
    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex PathParameter();
}
