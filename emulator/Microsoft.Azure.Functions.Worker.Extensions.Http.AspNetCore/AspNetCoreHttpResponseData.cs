using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>The worker's response type over ASP.NET Core's response: what it writes goes straight out.</summary>
internal sealed class AspNetCoreHttpResponseData : HttpResponseData
{
    private readonly HttpResponse response;

    public AspNetCoreHttpResponseData(HttpResponse response, FunctionContext context)
        : base(context)
    {
        this.response = response;
        response.OnStarting(CopyHeaders);
    }

    public override HttpStatusCode StatusCode
    {
        get => (HttpStatusCode)response.StatusCode;
        set => response.StatusCode = (int)value;
    }

    public override HttpHeadersCollection Headers { get; set; } = new();

    public override Stream Body
    {
        get => response.Body;
        set => response.Body = value;
    }

    private Task CopyHeaders()
    {
        foreach (var header in Headers.NonValidated)
        {
            response.Headers[header.Key] = header.Value.ToArray();
        }

        return Task.CompletedTask;
    }
}
