using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker.Http;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>The worker's request type over ASP.NET Core's request.</summary>
internal sealed class AspNetCoreHttpRequestData : HttpRequestData
{
    private readonly HttpRequest request;

    public AspNetCoreHttpRequestData(HttpRequest request, FunctionContext context)
        : base(context)
    {
        this.request = request;
        foreach (var header in request.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
        }
    }

    public override Stream Body => request.Body;

    public override HttpHeadersCollection Headers { get; } = new();

    public override Uri Url => new(request.GetEncodedUrl());

    public override IEnumerable<ClaimsIdentity> Identities => request.HttpContext.User.Identities;

    public override string Method => request.Method;

    public override HttpResponseData CreateResponse() =>
        new AspNetCoreHttpResponseData(request.HttpContext.Response, FunctionContext);
}
