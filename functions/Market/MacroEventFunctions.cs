using AgentTrader.Core.Identity;
using AgentTrader.Core.Market;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Market;

/// <summary>What moves the whole market.</summary>
public sealed class MacroEventFunctions(MacroEvents events)
{
    private const string Collection = "api/v1/market/events";

    [Function("ReportMacroEvent")]
    [Api(
        "Tells agents of an event that begins now; a severe one tightens their stops while it lasts.",
        Roles = Roles.Admin | Roles.Service,
        Body = typeof(ReportMacroEventRequest),
        Result = typeof(MacroEvent),
        Status = 201
    )]
    public async Task<IResult> Report(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<ReportMacroEventRequest>(cancellationToken);
        return ApiResult.Created($"/{Collection}", await events.ReportAsync(request.Caller(), body, cancellationToken));
    }

    [Function("ListMacroEvents")]
    [Api(
        "Reported events, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<MacroEvent>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    ) => await request.PageAsync((size, token) => events.ListAsync(size, token, cancellationToken));
}
