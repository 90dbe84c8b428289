using System.Reflection;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Azure.Communication.Email;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.Email;

/// <summary>The emulated service of one instance on a free port, with a clock that the test moves.</summary>
internal sealed class RunningEmail : IAsyncDisposable
{
    private const string Key = "a2V5IG9mIHRoZSB0ZXN0cyBvbmx5";
    private static int count;
    private readonly WebApplication app;

    private RunningEmail(WebApplication app, string origin, string instance)
    {
        this.app = app;
        Origin = origin;
        Instance = instance;
        Http = new HttpClient { BaseAddress = new Uri(origin) };
    }

    public string Origin { get; }

    public string Instance { get; }

    public HttpClient Http { get; }

    public ManualTimeProvider Clock => (ManualTimeProvider)app.Services.GetRequiredService<TimeProvider>();

    public string ConnectionString(string key = Key) => $"endpoint={Origin}/emulator/email;accesskey={key}";

    public EmailClient Client(string key = Key) => new(ConnectionString(key));

    public static async Task<RunningEmail> StartAsync(AzuriteFixture azurite, string? instance = null)
    {
        instance ??= $"mail-{Interlocked.Increment(ref count)}";
        var origin = $"http://127.0.0.1:{Azurite.FreePorts(1)[0]}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            new("Email", $"endpoint={origin}/emulator/email;accesskey={Key}"),
            new("AzureWebJobsStorage", azurite.ConnectionString),
            new("InstanceName", instance),
        ]);
        builder.Services.AddSingleton<TimeProvider>(
            new ManualTimeProvider(new DateTimeOffset(2026, 3, 2, 14, 30, 0, TimeSpan.Zero))
        );
        var type = typeof(EmailClient).Assembly.GetCustomAttribute<EmulatorExtensionAttribute>()!.Extension;
        var extension = (EmulatorExtension)Activator.CreateInstance(type, nonPublic: true)!;
        extension.ConfigureServices(builder.Services, builder.Configuration);
        var app = builder.Build();
        extension.MapEndpoints(app);
        app.Urls.Add(origin);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningEmail(app, origin, instance);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}
