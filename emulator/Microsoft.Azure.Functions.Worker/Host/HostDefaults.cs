using System.Net.Sockets;
using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host sets up before the app adds its own: Kestrel, logs, the worker's serializer, host.json.</summary>
internal static class HostDefaults
{
    // Official: FUNCTIONS_REQUEST_BODY_SIZE_LIMIT.
    private const long MaxRequestBody = 104_857_600;

    /// <summary>How long a stopping host waits for running invocations: the setting <c>Emulator__DrainSeconds</c>, 30 by default.</summary>
    public static TimeSpan DrainTime(IConfiguration configuration) =>
        TimeSpan.FromSeconds(configuration.GetValue("Emulator:DrainSeconds", 30.0));

    public static void AddTo(WebApplicationBuilder web)
    {
        web.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
                kestrel.AddServerHeader = false;
            });
        web.Services.AddRouting();
        web.Services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        web.Services.AddOptions<WorkerOptions>()
            .PostConfigure<IOptions<JsonSerializerOptions>>(
                (worker, json) => worker.Serializer ??= new JsonObjectSerializer(json.Value)
            );
        web.Services.AddOptions<HostOptions>()
            .Configure<IConfiguration>(
                (host, configuration) => host.ShutdownTimeout = DrainTime(configuration) + TimeSpan.FromSeconds(5)
            );
        web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Azure", LogLevel.Warning)
            .AddConfiguration(web.Configuration.GetSection("Logging"))
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
    }

    /// <summary>host.json beside the executable, overridden by the settings <c>AzureFunctionsJobHost__…</c> as on Azure.</summary>
    public static IConfiguration HostJson(IConfiguration settings)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "host.json");
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(path, optional: true, reloadOnChange: false)
                // Copied, for a chained configuration would drop an empty value such as a route prefix of none.
                .AddInMemoryCollection(
                    settings.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true)
                )
                .Build();
        }
        catch (InvalidDataException error)
        {
            throw new HostStartException(
                $"{path} is not valid JSON: {error.InnerException?.Message ?? error.Message} Correct it.",
                error
            );
        }
    }

    /// <summary>
    /// The addresses to listen on: <c>Emulator__Urls</c>, then <c>ASPNETCORE_URLS</c>, then <c>http://127.0.0.1:7071</c>.
    /// </summary>
    /// <exception cref="HostStartException">One is no http URL on the loopback.</exception>
    public static string[] Urls(IConfiguration configuration)
    {
        var text = configuration["Emulator:Urls"] ?? configuration["ASPNETCORE_URLS"] ?? "http://127.0.0.1:7071";
        var urls = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in urls)
        {
            if (
                !Uri.TryCreate(url, UriKind.Absolute, out var uri)
                || uri.Scheme != Uri.UriSchemeHttp
                || !uri.IsLoopback
            )
            {
                throw new HostStartException(
                    $"The emulated host listens on the loopback only, and '{url}' is not on it: "
                        + "set Emulator__Urls to an address such as http://127.0.0.1:7071."
                );
            }
        }

        return urls;
    }

    /// <summary>The sentence that tells a person why the start failed, or null when only the stack trace can.</summary>
    public static string? Explain(Exception error, IConfiguration configuration) =>
        error switch
        {
            HostStartException or OptionsValidationException => error.Message,
            IOException { InnerException: not null } when PortIsTaken(error) =>
                $"The address {string.Join(", ", Urls(configuration))} is already in use: "
                    + "stop the program that holds it, or set Emulator__Urls to another port.",
            _ => null,
        };

    private static bool PortIsTaken(Exception error) =>
        error is Microsoft.AspNetCore.Connections.AddressInUseException
        || (error.InnerException is { } inner && PortIsTaken(inner))
        || error is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
