using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Azure.Communication.Email.Service;

/// <summary>
/// The outbox for people and for programs: <c>/emulator/outbox?to=address</c>, newest first, JSON when asked for. What a mail
/// says is never trusted: text is encoded, and its HTML shows in a frame that runs no script and loads nothing.
/// </summary>
internal sealed class OutboxPage(Outbox outbox)
{
    private const int MaxMails = 100;
    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public async Task ShowAsync(HttpContext context)
    {
        var to = context.Request.Query["to"].ToString().Trim();
        var mails = await outbox.NewestAsync(to.Length == 0 ? null : to, MaxMails, context.RequestAborted);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.Vary = "Accept";
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            await context.Response.WriteAsJsonAsync(new { items = mails }, context.RequestAborted);
            return;
        }

        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(Page(to, mails), context.RequestAborted);
    }

    private static string Page(string to, List<SentMail> mails)
    {
        var page = new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Outbox</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
            article { border: 1px solid; border-radius: .5rem; padding: 0 1rem 1rem; margin: 1rem 0; }
            h2 { font-size: 1.15rem; overflow-wrap: anywhere; }
            dl { display: grid; grid-template-columns: auto 1fr; gap: 0 1rem; margin: 0 0 1rem; }
            dd { margin: 0; overflow-wrap: anywhere; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
            iframe { width: 100%; height: 20rem; border: 1px solid; background: #fff; color-scheme: light; }
            input, button { font: inherit; padding: .25rem .5rem; }
            </style>
            </head>
            <body>
            <main>
            <h1>Outbox</h1>
            <p>E-mails that the emulator took, newest first. None left this machine.</p>
            <form>
            <label for="to">Sent to</label>

            """
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"<input id=\"to\" name=\"to\" type=\"email\" value=\"{Html.Encode(to)}\">"
        );
        page.Append("\n<button>Show</button>\n</form>\n");
        if (mails.Count == 0)
        {
            page.Append("<p>There is no e-mail to show.</p>\n");
        }

        foreach (var mail in mails)
        {
            AppendMail(page, mail);
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void AppendMail(StringBuilder page, SentMail mail)
    {
        var at = mail.SentAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        page.Append(CultureInfo.InvariantCulture, $"<article>\n<h2>{Html.Encode(mail.Subject)}</h2>\n<dl>\n");
        page.Append(CultureInfo.InvariantCulture, $"<dt>Sent</dt><dd><time datetime=\"{at}\">{at}</time></dd>\n");
        AppendLine(page, "From", [mail.From]);
        AppendLine(page, "To", mail.To);
        AppendLine(page, "Cc", mail.Cc);
        AppendLine(page, "Bcc", mail.Bcc);
        AppendLine(
            page,
            "Files",
            [.. mail.Attachments.Select(file => $"{file.Name} ({file.ContentType}, {file.Size} bytes)")]
        );
        page.Append("</dl>\n");
        if (mail.PlainText is { Length: > 0 } text)
        {
            page.Append(CultureInfo.InvariantCulture, $"<pre>{Html.Encode(text)}</pre>\n");
        }

        if (mail.Html is { Length: > 0 } html)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<iframe sandbox=\"\" title=\"{Html.Encode(mail.Subject)}\" srcdoc=\"{Html.Encode(html)}\"></iframe>\n"
            );
        }

        page.Append("</article>\n");
    }

    private static void AppendLine(StringBuilder page, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<dt>{name}</dt><dd>{Html.Encode(string.Join(", ", values))}</dd>\n"
            );
        }
    }
}
