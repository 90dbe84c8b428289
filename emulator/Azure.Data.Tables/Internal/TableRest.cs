using System.Buffers;
using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Internal;

/// <summary>The Table REST protocol over an Azure.Core pipeline; one for all clients of an account.</summary>
internal sealed class TableRest
{
    public const string Accept = "application/json;odata=minimalmetadata";

    // The name and the tag by which telemetry knows the official client.
    private static readonly ActivitySource Source = new("Azure.Data.Tables.TableClient");
    private readonly HttpPipeline pipeline;
    private readonly string version;
    private readonly bool isTraced;

    public TableRest(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        Endpoint = new Uri(endpoint.AbsoluteUri.TrimEnd('/'));
        version = options.VersionString;
        isTraced = options.Diagnostics.IsDistributedTracingEnabled;
        pipeline = HttpPipelineBuilder.Build(
            new HttpPipelineOptions(options)
            {
                PerRetryPolicies = { authentication },
                RequestFailedDetailsParser = TableErrorParser.Instance,
            }
        );
    }

    /// <summary>Where the account's tables are, without a slash at the end.</summary>
    public Uri Endpoint { get; }

    /// <summary>The account: the host's first label, or the path's first segment when the host is an address.</summary>
    public string AccountName =>
        Endpoint.HostNameType == UriHostNameType.Dns && !Endpoint.IsLoopback
            ? Endpoint.Host.Split('.')[0]
            : Endpoint.Segments.ElementAtOrDefault(1)?.TrimEnd('/') ?? "";

    /// <summary>A request without a body. Path and query are encoded already.</summary>
    public HttpMessage CreateMessage(RequestMethod method, string path, string query = "")
    {
        var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath("/" + path, escape: false);
        request.Uri.Query = query;
        request.Headers.Add("x-ms-version", version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", Accept);
        return message;
    }

    public HttpMessage CreateMessage(EntityRequest entityRequest)
    {
        var message = CreateMessage(entityRequest.Method, entityRequest.Path);
        if (entityRequest.IfMatch is { } etag)
        {
            message.Request.Headers.Add("If-Match", etag);
        }

        if (entityRequest.Entity is { } entity)
        {
            if (entityRequest.Method == RequestMethod.Post)
            {
                message.Request.Headers.Add("Prefer", "return-no-content");
            }

            var body = new ArrayBufferWriter<byte>(1024);
            EntityWriter.Write(body, entity);
            SetBody(message, "application/json", body.WrittenMemory);
        }

        return message;
    }

    public static void SetBody(HttpMessage message, string contentType, ReadOnlyMemory<byte> body)
    {
        message.Request.Headers.Add("Content-Type", contentType);
        message.Request.Content = RequestContent.Create(body);
    }

    /// <summary>
    /// Sends and returns the response, which stays readable. A status from 400 that is not <paramref name="tolerated"/> is a
    /// <see cref="RequestFailedException"/> with the service's code.
    /// </summary>
    public async Task<Response> SendAsync(
        string operation,
        HttpMessage message,
        CancellationToken cancellationToken,
        int tolerated = 0
    )
    {
        using var activity = isTraced ? Source.StartActivity(operation) : null;
        activity?.SetTag("az.namespace", "Microsoft.Tables");
        try
        {
            using (message)
            {
                await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
                var response = message.Response;
                return response.Status < 400 || response.Status == tolerated
                    ? response
                    : throw new RequestFailedException(response);
            }
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }
}
