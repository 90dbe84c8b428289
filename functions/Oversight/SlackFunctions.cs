using AgentTrader.Functions.Http;
using AgentTrader.Services;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Services.Oversight.Slack;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Oversight;

/// <summary>
/// Where Slack sends clicks, commands and events. Admitted by Slack's signature before anything is read from them, and answered
/// within Slack's three seconds whatever happens: what takes longer goes through a queue.
/// </summary>
public sealed class SlackFunctions(SlackGate gate, SlackInbox inbox, TimeProvider clock)
{
    private const string Prefix = "api/v1/slack/";

    /// <summary>More than Slack sends.</summary>
    private const int MaxBody = 256 * 1024;

    /// <summary>Half a second of Slack's three is the network's.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2.5);

    [Function("SlackInteractivity")]
    [Api("Clicks and submitted forms, from Slack.", Anonymous = true, Undocumented = true)]
    public Task<IResult> Interactivity(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "interactivity")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            async (id, body) => Answer(await inbox.InteractAsync(id, body, request.Origin(), cancellationToken)),
            cancellationToken
        );

    [Function("SlackCommands")]
    [Api("Slash commands, from Slack.", Anonymous = true, Undocumented = true)]
    public Task<IResult> Commands(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "commands")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        AnswerAsync(
            request,
            async (id, body) =>
            {
                await inbox.CommandAsync(id, body, request.Origin(), cancellationToken);
                return Answer<object>(null);
            },
            cancellationToken
        );

    [Function("SlackEvents")]
    [Api("Events, from Slack; and the question whose address this is.", Anonymous = true, Undocumented = true)]
    public Task<IResult> Events(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "events")] HttpRequest request,
        CancellationToken cancellationToken
    ) => AnswerAsync(request, (_, body) => Task.FromResult(Answer(inbox.Event(body))), cancellationToken);

    private static IResult Answer<T>(T? value) => value is null ? Results.Ok() : ApiResult.Ok(value);

    private async Task<IResult> AnswerAsync(
        HttpRequest request,
        Func<string, byte[], Task<IResult>> handle,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await HandleAsync(request, handle, cancellationToken).WaitAsync(Deadline, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw ProblemException.Unavailable("This took too long for Slack: try again in a moment.");
        }
    }

    private async Task<IResult> HandleAsync(
        HttpRequest request,
        Func<string, byte[], Task<IResult>> handle,
        CancellationToken cancellationToken
    )
    {
        RequestBody.RefuseLarge(request.ContentLength ?? 0, MaxBody);
        var body = await request.ReadBytesAsync(cancellationToken);
        RequestBody.RefuseLarge(body.Length, MaxBody);
        var id = await gate.AdmitAsync(
            request.Headers[SlackSignature.TimestampHeader],
            request.Headers[SlackSignature.Header],
            body,
            request.Path,
            request.Origin(),
            cancellationToken
        );
        return await handle(id, body);
    }
}
