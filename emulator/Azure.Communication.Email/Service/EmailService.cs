using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Communication.Email.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Azure.Communication.Email.Service;

/// <summary>Serves the two operations of the REST API that a client needs. A mail that was taken counts as sent at once.</summary>
internal sealed class EmailService(Outbox outbox, string key)
{
    public async Task SendAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request);
        if (!await AllowedAsync(context, body))
        {
            return;
        }

        if (body.Length > Outbox.MaxBody)
        {
            await RefuseAsync(context, 413, "RequestEntityTooLarge", "The e-mail emulator takes at most 900 KiB.");
            return;
        }

        try
        {
            MailRequest.Parse(body);
        }
        catch (JsonException exception)
        {
            await RefuseAsync(context, 400, "InvalidRequest", exception.Message);
            return;
        }

        var header = context.Request.Headers["Operation-Id"].ToString();
        if (header.Length > 0 && !Guid.TryParse(header, out _))
        {
            await RefuseAsync(context, 400, "InvalidRequest", "The header Operation-Id must be a UUID.");
            return;
        }

        var id = (header.Length > 0 ? Guid.Parse(header) : Guid.NewGuid()).ToString();
        await outbox.AddAsync(id, body, context.RequestAborted);
        var request = context.Request;
        context.Response.Headers["Operation-Location"] =
            $"{request.Scheme}://{request.Host}/emulator/email/emails/operations/{id}{request.QueryString}";
        await AnswerAsync(context, 202, new { id, status = EmailSendStatus.Values.Running });
    }

    public async Task GetOperationAsync(HttpContext context)
    {
        if (!await AllowedAsync(context, []))
        {
            return;
        }

        var id = (string)context.Request.RouteValues["id"]!;
        if (Guid.TryParse(id, out _) && await outbox.ContainsAsync(id, context.RequestAborted))
        {
            await AnswerAsync(context, 200, new { id, status = EmailSendStatus.Values.Succeeded });
        }
        else
        {
            await RefuseAsync(context, 404, "NotFound", "No e-mail was sent under this id.");
        }
    }

    private async Task<bool> AllowedAsync(HttpContext context, byte[] body)
    {
        if (!IsSigned(context, body))
        {
            await RefuseAsync(
                context,
                401,
                "Denied",
                "Denied by the resource provider: the request's signature is wrong."
            );
            return false;
        }

        if (!context.Request.Query.ContainsKey("api-version"))
        {
            await RefuseAsync(context, 400, "InvalidRequest", "The query parameter api-version is missing.");
            return false;
        }

        return true;
    }

    private bool IsSigned(HttpContext context, byte[] body)
    {
        var headers = context.Request.Headers;
        var hash = HmacSignature.HashOf(body);
        var expected = HmacSignature.Authorization(
            key,
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            headers[HmacSignature.DateHeader].ToString(),
            context.Request.Host.Value ?? "",
            hash
        );
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected),
            Encoding.UTF8.GetBytes(headers.Authorization.ToString())
        );
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.Headers["x-ms-error-code"] = code;
        return AnswerAsync(context, status, new { error = new { code, message } });
    }

    private static Task AnswerAsync(HttpContext context, int status, object value)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, context.RequestAborted);
    }
}
