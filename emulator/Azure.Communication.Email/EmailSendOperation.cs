#nullable disable // The official package is not annotated.

using System.Diagnostics.CodeAnalysis;

namespace Azure.Communication.Email;

/// <summary>A mail on its way: the service has taken it, and says by polling when it is out.</summary>
public class EmailSendOperation : Operation<EmailSendResult>
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(5);
    private readonly EmailClient client;
    private EmailSendResult result;
    private Response response;

    /// <param name="id">The id of a mail that was sent before.</param>
    /// <param name="client">The client to ask with.</param>
    public EmailSendOperation(string id, EmailClient client)
        : this(id, client, null) { }

    /// <summary>For mocks.</summary>
    protected EmailSendOperation() { }

    internal EmailSendOperation(string id, EmailClient client, Response response)
    {
        Id = id;
        this.client = client;
        this.response = response;
    }

    public override string Id { get; }

    public override bool HasCompleted => result is not null && IsFinal(result.Status);

    public override bool HasValue => result is not null && result.Status == EmailSendStatus.Succeeded;

    /// <exception cref="InvalidOperationException">The mail is not out yet.</exception>
    /// <exception cref="RequestFailedException">It never will be.</exception>
    public override EmailSendResult Value =>
        HasValue ? result
        : HasCompleted ? throw new RequestFailedException(response)
        : throw new InvalidOperationException("The operation has not completed yet.");

    public override Response GetRawResponse() => response;

    /// <exception cref="RequestFailedException">The service could not send the mail, or does not know it.</exception>
    public override Response UpdateStatus(CancellationToken cancellationToken = default) =>
        HasCompleted ? response : Take(client.GetSendResult(Id, cancellationToken));

    /// <inheritdoc cref="UpdateStatus" />
    public override async ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default) =>
        HasCompleted ? response : Take(await client.GetSendResultAsync(Id, cancellationToken).ConfigureAwait(false));

    /// <summary>Asks at once and then every five seconds, or as often as the service says.</summary>
    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(
        CancellationToken cancellationToken = default
    ) => base.WaitForCompletionAsync(PollingInterval, cancellationToken);

    [SuppressMessage("Naming", "CA1725", Justification = "The official name.")]
    public override ValueTask<Response<EmailSendResult>> WaitForCompletionAsync(
        TimeSpan suggestedPollingInterval,
        CancellationToken cancellationToken
    ) => base.WaitForCompletionAsync(suggestedPollingInterval, cancellationToken);

    private Response Take(Response<EmailSendResult> update)
    {
        result = update.Value;
        response = update.GetRawResponse();
        return HasCompleted && !HasValue ? throw new RequestFailedException(response) : response;
    }

    private static bool IsFinal(EmailSendStatus status) =>
        status == EmailSendStatus.Succeeded || status == EmailSendStatus.Failed || status == EmailSendStatus.Canceled;
}
