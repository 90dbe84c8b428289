using System.Net;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>A <see cref="ServiceManager"/> that calls the service's REST API, whichever transport is asked for.</summary>
internal sealed class RestServiceManager : ServiceManager
{
    private const string HealthPath = "api/health?api-version=2022-06-01";
    private readonly HttpClient http;
    private readonly ServiceAddress address;
    private readonly ServiceManagerOptions options;
    private readonly ILogger? logger;

    public RestServiceManager(ServiceManagerOptions options, ILoggerFactory? loggers)
    {
        this.options = options;
        address = ServiceAddress.Parse(options.ConnectionString!);
        http = new HttpClient { Timeout = options.HttpClientTimeout };
        logger = loggers?.CreateLogger<ServiceManager>();
    }

    public override Task<ServiceHubContext> CreateHubContextAsync(string hubName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(hubName);
        logger?.LogDebug("Hub {Hub} is reached over {Endpoint}.", hubName, address.Endpoint);
        return Task.FromResult<ServiceHubContext>(new RestHubContext(new RestApi(http, address, options, hubName)));
    }

    public override async Task<bool> IsServiceHealthy(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, address.RestUrl(HealthPath));
        request.Headers.Authorization = RestApi.Bearer(address, HealthPath);
        using var response = await RestApi.TransportAsync(http, request, cancellationToken);
        return response.IsSuccessStatusCode
            || (
                response.StatusCode < HttpStatusCode.InternalServerError
                    ? throw new Common.AzureSignalRRuntimeException(
                        address.RestUrl(HealthPath),
                        new HttpRequestException(response.ReasonPhrase, null, response.StatusCode)
                    )
                    : false
            );
    }

    public override void Dispose() => http.Dispose();
}
