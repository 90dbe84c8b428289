using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Azure.SignalR.Common;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Calls the service's data-plane REST API, version 2022-06-01, for one hub.</summary>
internal sealed class RestApi(HttpClient http, ServiceAddress address, ServiceManagerOptions options, string hub)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);
    private readonly ObjectSerializer serializer =
        options.ObjectSerializer
        ?? new JsonObjectSerializer(
            options.ServiceTransportType == ServiceTransportType.Transient ? JsonSerializerOptions.Default : CamelCase
        );

    public NegotiationResponse Negotiate(NegotiationOptions negotiation) =>
        new()
        {
            Url = address.ClientUrl(hub, options.ApplicationName),
            AccessToken = AccessToken.Create(
                address,
                address.ClientAudience(hub, options.ApplicationName),
                NegotiationClaims.Of(negotiation),
                TimeProvider.System.GetUtcNow(),
                negotiation.TokenLifetime
            ),
        };

    public async Task SendMessageAsync(
        string pathAfterHub,
        string target,
        object?[] arguments,
        IReadOnlyList<string> excluded,
        CancellationToken cancellationToken
    )
    {
        var serialized = await serializer.SerializeAsync(arguments, typeof(object[]), cancellationToken);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("Target", target);
            writer.WritePropertyName("Arguments");
            writer.WriteRawValue(serialized);
            writer.WriteEndObject();
        }

        using var content = new ByteArrayContent(stream.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        await SendAsync(
            HttpMethod.Post,
            pathAfterHub,
            cancellationToken,
            string.Concat(excluded.Select(id => "&excluded=" + Uri.EscapeDataString(id))),
            content
        );
    }

    /// <summary>Makes a call. False when the answer is 404 with the error code that the call allows for.</summary>
    /// <exception cref="AzureSignalRException">The service is not reached, or answers with another error.</exception>
    public async Task<bool> SendAsync(
        HttpMethod method,
        string pathAfterHub,
        CancellationToken cancellationToken,
        string query = "",
        HttpContent? content = null,
        string? allowedErrorCode = null
    )
    {
        var application = string.IsNullOrEmpty(options.ApplicationName)
            ? ""
            : $"application={Uri.EscapeDataString(options.ApplicationName.ToLowerInvariant())}&";
        var path =
            $"api/hubs/{Uri.EscapeDataString(hub.ToLowerInvariant())}{pathAfterHub}?{application}api-version=2022-06-01";
        using var request = new HttpRequestMessage(method, address.RestUrl(path) + query) { Content = content };
        request.Headers.Authorization = Bearer(address, path);
        using var response = await TransportAsync(http, request, cancellationToken);
        if (
            response.StatusCode == HttpStatusCode.NotFound
            && allowedErrorCode is not null
            && response.Headers.TryGetValues("x-ms-error-code", out var codes)
            && codes.Contains(allowedErrorCode)
        )
        {
            return false;
        }

        await ThrowOnErrorAsync(response, request.RequestUri!.AbsoluteUri, cancellationToken);
        return true;
    }

    public static AuthenticationHeaderValue Bearer(ServiceAddress address, string path) =>
        new(
            "Bearer",
            AccessToken.Create(
                address,
                address.RestAudience(path),
                [new Claim(ClaimTypes.NameIdentifier, Environment.MachineName)],
                TimeProvider.System.GetUtcNow(),
                TimeSpan.FromHours(1)
            )
        );

    public static async Task<HttpResponseMessage> TransportAsync(
        HttpClient http,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new AzureSignalRException(
                $"An error happened when making request to {request.RequestUri}",
                exception
            );
        }
    }

    private static async Task ThrowOnErrorAsync(
        HttpResponseMessage response,
        string url,
        CancellationToken cancellationToken
    )
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var inner = new HttpRequestException(
            $"Response status code does not indicate success: {(int)response.StatusCode} ({response.ReasonPhrase})",
            null,
            response.StatusCode
        );
        throw response.StatusCode switch
        {
            HttpStatusCode.BadRequest => new AzureSignalRInvalidArgumentException(
                url,
                inner,
                await response.Content.ReadAsStringAsync(cancellationToken)
            ),
            HttpStatusCode.Unauthorized => new AzureSignalRUnauthorizedException(url, inner),
            HttpStatusCode.NotFound => new AzureSignalRInaccessibleEndpointException(url, inner),
            _ => new AzureSignalRRuntimeException(url, inner),
        };
    }
}
