using System.Diagnostics;
using System.Net;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class MiddlewareTests
{
    private readonly Recorder recorder = new();

    [Fact]
    public async Task Runs_in_the_order_of_registration_around_the_function()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware<Outer>().UseMiddleware<Inner>();
        });
        await app.Http.GetStringAsync("/api/notes");
        Assert.Equal(["outer in", "inner in", "function", "inner out", "outer out"], recorder.All);
    }

    [Fact]
    public async Task Sees_the_http_context_only_when_registered_after_the_web_application()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseMiddleware((context, next) => NotePathAsync("before", context, next));
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware((context, next) => NotePathAsync("after", context, next));
        });
        await app.Http.GetStringAsync("/api/notes");
        Assert.Equal(["before ", "after /api/notes", "function"], recorder.All);
    }

    [Fact]
    public async Task Runs_only_when_its_condition_holds()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseWhen<Outer>(context => context.FunctionDefinition.Name == "Throws");
            builder.UseWhen<Inner>(context =>
                context.FunctionDefinition.InputBindings["request"].Type == "httpTrigger"
            );
        });
        await app.Http.GetStringAsync("/api/notes");
        Assert.Equal(["inner in", "function", "inner out"], recorder.All);
    }

    [Fact]
    public async Task May_catch_an_exception_and_write_the_response()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(
                async (context, next) =>
                {
                    try
                    {
                        await next();
                    }
                    catch (InvalidOperationException error)
                    {
                        context.GetHttpContext()!.Response.StatusCode = 409;
                        await context.GetHttpContext()!.Response.WriteAsync(error.Message);
                    }
                }
            );
        });
        var answer = await app.Http.GetAsync("/api/throws");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("GET", await answer.Content.ReadAsStringAsync());
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public async Task May_answer_without_the_function_and_may_replace_its_result()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.UseMiddleware(
                async (context, next) =>
                {
                    if (context.FunctionDefinition.Name == "Throws")
                    {
                        context.GetInvocationResult().Value = new StatusCodeResult(403);
                        return;
                    }

                    await next();
                    var result = context.GetInvocationResult<OkObjectResult>();
                    result.Value = new OkObjectResult($"replaced {result.Value!.Value}");
                }
            );
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Http.GetAsync("/api/throws")).StatusCode);
        Assert.Equal("replaced noted", await app.Http.GetStringAsync("/api/notes"));
    }

    [Fact]
    public async Task Shares_one_scope_with_the_request_and_the_function_and_makes_another_for_the_next()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddScoped<Scoped>();
            builder.UseMiddleware(
                (context, next) =>
                {
                    var ofRequest = context.GetHttpContext()!.RequestServices.GetRequiredService<Scoped>();
                    Assert.Same(ofRequest, context.InstanceServices.GetRequiredService<Scoped>());
                    context.Items["scoped"] = ofRequest;
                    return next();
                }
            );
        });
        var first = await app.Http.GetStringAsync("/api/scoped");
        Assert.StartsWith("True ", first, StringComparison.Ordinal);
        Assert.NotEqual(first, await app.Http.GetStringAsync("/api/scoped"));
    }

    [Fact]
    public async Task The_context_describes_the_function_and_the_invocation()
    {
        await using var app = await StartAsync(builder => builder.ConfigureFunctionsWebApplication());
        var lines = (await app.Http.GetStringAsync("/api/described/7?q=x")).Split('\n');
        Assert.True(Guid.TryParse(lines[0], out _));
        Assert.Equal(
            [
                "Described",
                $"{typeof(Functions).FullName}.Described",
                "request:HttpRequest id:Int32 context:FunctionContext",
                "7 x",
                "True",
                "False",
            ],
            lines[1..]
        );
        Assert.NotEqual(lines[0], (await app.Http.GetStringAsync("/api/described/7")).Split('\n')[0]);
    }

    [Fact]
    public async Task The_function_sees_no_async_locals_of_the_web_server()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddHttpContextAccessor();
        });
        Assert.Equal("True", await app.Http.GetStringAsync("/api/accessor"));
    }

    [Fact]
    public async Task An_invocation_continues_the_callers_trace()
    {
        var invocations = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.Azure.Functions.Worker",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = invocations.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = await StartAsync(builder => builder.ConfigureFunctionsWebApplication());
        var traceId = ActivityTraceId.CreateRandom().ToString();
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/trace");
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");
        Assert.Contains(
            traceId,
            await (await app.Http.SendAsync(request)).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        var activity = Assert.Single(invocations, activity => activity.TraceId.ToString() == traceId);
        Assert.Equal("Invoke", activity.OperationName);
        Assert.True(Guid.TryParse((string?)activity.GetTagItem("faas.execution"), out _));
    }

    private Task NotePathAsync(string when, FunctionContext context, Func<Task> next)
    {
        recorder.Note($"{when} {context.GetHttpContext()?.Request.Path}");
        return next();
    }

    private Task<FunctionApp> StartAsync(Action<FunctionsApplicationBuilder> configure) =>
        FunctionApp.StartAsync(
            new FunctionTypes(typeof(Functions)),
            configure: builder =>
            {
                builder.Services.AddSingleton(recorder);
                configure(builder);
            }
        );

    private sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    private sealed class Outer(Recorder recorder) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            recorder.Note("outer in");
            await next(context);
            recorder.Note("outer out");
        }
    }

    private sealed class Inner(Recorder recorder) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            recorder.Note("inner in");
            await next(context);
            recorder.Note("inner out");
        }
    }

    public sealed class Functions(Recorder recorder)
    {
        [Function("Notes")]
        public IActionResult Notes([HttpTrigger(AuthorizationLevel.Anonymous, Route = "notes")] HttpRequest request)
        {
            recorder.Note("function");
            return new OkObjectResult(request.Method == "GET" ? "noted" : request.Method);
        }

        [Function("Throws")]
        public static IActionResult Throws(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "throws")] HttpRequest request
        ) => throw new InvalidOperationException(request.Method);

        [Function("Scoped")]
        public static IActionResult ScopedService(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "scoped")] HttpRequest request,
            FunctionContext context
        )
        {
            var scoped = request.HttpContext.RequestServices.GetRequiredService<Scoped>();
            return new OkObjectResult($"{ReferenceEquals(scoped, context.Items["scoped"])} {scoped.Id}");
        }

        [Function("Described")]
        public static IActionResult Described(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "described/{id}")] HttpRequest request,
            int id,
            FunctionContext context
        )
        {
            var definition = context.FunctionDefinition;
            var data = context.BindingContext.BindingData;
            string[] lines =
            [
                context.InvocationId,
                definition.Name,
                definition.EntryPoint,
                string.Join(' ', definition.Parameters.Select(p => $"{p.Name}:{p.Type.Name}")),
                $"{id} {data.GetValueOrDefault("Q")}",
                $"{context.RetryContext is null}",
                $"{context.CancellationToken.IsCancellationRequested || request.HttpContext != context.GetHttpContext()}",
            ];
            return new OkObjectResult(string.Join('\n', lines));
        }

        [Function("Accessor")]
        public static IActionResult Accessor(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "accessor")] HttpRequest request
        )
        {
            var accessor = request.HttpContext.RequestServices.GetRequiredService<IHttpContextAccessor>();
            return new OkObjectResult($"{accessor.HttpContext is null}");
        }

        [Function("Trace")]
        public static IActionResult Trace(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "trace")] HttpRequest request,
            FunctionContext context
        ) => new OkObjectResult($"{request.Method} {context.TraceContext.TraceParent}");
    }
}
