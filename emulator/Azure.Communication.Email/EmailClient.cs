#nullable disable // The official package is not annotated.

using Azure.Communication.Email.Internal;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Email;

/// <summary>Hands mails to the Email service. Safe to share among threads.</summary>
public class EmailClient
{
    private const string Scope = "https://communication.azure.com//.default";
    private readonly Uri endpoint;
    private readonly HttpPipeline pipeline;
    private readonly string apiVersion;

    /// <param name="connectionString"><c>endpoint=https://…;accesskey=…</c>, the key in base 64.</param>
    public EmailClient(string connectionString)
        : this(connectionString, null) { }

    /// <inheritdoc cref="EmailClient(string)" />
    public EmailClient(string connectionString, EmailClientOptions options)
        : this(EmailConnectionString.Parse(connectionString), options) { }

    public EmailClient(Uri endpoint, AzureKeyCredential credential, EmailClientOptions options = null)
        : this(endpoint, new HmacPolicy(credential), options) { }

    public EmailClient(Uri endpoint, TokenCredential credential, EmailClientOptions options = null)
        : this(endpoint, new BearerTokenAuthenticationPolicy(credential, Scope), options) { }

    /// <summary>For mocks.</summary>
    protected EmailClient() { }

    private EmailClient(EmailConnectionString connection, EmailClientOptions options)
        : this(connection.Endpoint, connection.Credential, options) { }

    private EmailClient(Uri endpoint, HttpPipelinePolicy authentication, EmailClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= new EmailClientOptions();
        this.endpoint = endpoint;
        apiVersion = options.ApiVersion;
        pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    /// <summary>Hands a mail to the service.</summary>
    /// <param name="wait">Whether to return once the service has taken the mail, or once it is out.</param>
    /// <param name="message">The mail.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The mail lacks a sender, a recipient, a subject or a body.</exception>
    /// <exception cref="RequestFailedException">The service refused it.</exception>
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait,
        EmailMessage message,
        CancellationToken cancellationToken = default
    ) => SendAsync(wait, message, Guid.NewGuid(), cancellationToken);

    /// <summary>Hands a mail to the service under an id of the caller's; sent again under the same id, it goes out once.</summary>
    /// <inheritdoc cref="SendAsync(WaitUntil, EmailMessage, CancellationToken)" />
    public virtual async Task<EmailSendOperation> SendAsync(
        WaitUntil wait,
        EmailMessage message,
        Guid operationId,
        CancellationToken cancellationToken = default
    )
    {
        EmailJson.Check(message);
        using var request = CreateMessage(RequestMethod.Post, "emails:send");
        request.Request.Headers.Add("Operation-Id", operationId.ToString());
        request.Request.Headers.Add("Content-Type", "application/json");
        request.Request.Content = RequestContent.Create(EmailJson.Write(message));
        await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Response.Status != 202)
        {
            throw new RequestFailedException(request.Response);
        }

        var accepted = EmailJson.ReadResult(request.Response.Content);
        var operation = new EmailSendOperation(accepted.Id, this, request.Response);
        if (wait == WaitUntil.Completed)
        {
            await operation.WaitForCompletionAsync(cancellationToken).ConfigureAwait(false);
        }

        return operation;
    }

    /// <summary>Hands a mail for one recipient to the service.</summary>
    /// <inheritdoc cref="SendAsync(WaitUntil, EmailMessage, CancellationToken)" />
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait,
        string senderAddress,
        string recipientAddress,
        string subject,
        string htmlContent,
        string plainTextContent = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync(
            wait,
            senderAddress,
            recipientAddress,
            subject,
            htmlContent,
            Guid.NewGuid(),
            plainTextContent,
            cancellationToken
        );

    /// <inheritdoc cref="SendAsync(WaitUntil, EmailMessage, Guid, CancellationToken)" />
    public virtual Task<EmailSendOperation> SendAsync(
        WaitUntil wait,
        string senderAddress,
        string recipientAddress,
        string subject,
        string htmlContent,
        Guid operationId,
        string plainTextContent = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync(
            wait,
            new EmailMessage(
                senderAddress,
                recipientAddress,
                new EmailContent(subject) { Html = htmlContent, PlainText = plainTextContent }
            ),
            operationId,
            cancellationToken
        );

    internal async Task<Response<EmailSendResult>> GetSendResultAsync(string id, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(RequestMethod.Get, OperationPath(id));
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Result(message.Response);
    }

    internal Response<EmailSendResult> GetSendResult(string id, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(RequestMethod.Get, OperationPath(id));
        pipeline.Send(message, cancellationToken);
        return Result(message.Response);
    }

    private static string OperationPath(string id) => "emails/operations/" + Uri.EscapeDataString(id);

    private static Response<EmailSendResult> Result(Response response) =>
        response.Status == 200
            ? Response.FromValue(EmailJson.ReadResult(response.Content), response)
            : throw new RequestFailedException(response);

    private HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(endpoint);
        message.Request.Uri.AppendPath("/" + path, escape: false);
        message.Request.Uri.AppendQuery("api-version", apiVersion);
        message.Request.Headers.Add("Accept", "application/json");
        return message;
    }
}
