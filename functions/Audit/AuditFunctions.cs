using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Audit;

/// <summary>Who did what, and the proof that nobody changed it since.</summary>
public sealed class AuditFunctions(AuditLog audit)
{
    private const string Collection = "api/v1/audit";
    private const int MaxFilterLength = 256;

    [Function("ListAudit")]
    [Api(
        "Lists audit entries, the newest first.",
        Roles = Roles.Admin,
        Result = typeof(Page<AuditEntry>),
        Query = ["userId", "action", "resourceType", "resourceId", "from", "to", Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var filter = new AuditFilter(
            request.QueryText("userId", MaxFilterLength),
            request.QueryText("action", MaxFilterLength),
            request.QueryText("resourceType", MaxFilterLength),
            request.QueryText("resourceId", MaxFilterLength),
            request.QueryInstant("from"),
            request.QueryInstant("to")
        );
        return await request.PageAsync((size, token) => audit.ListAsync(filter, size, token, cancellationToken));
    }

    [Function("VerifyAudit")]
    [Api(
        "Checks the whole audit log and names the first entry that was changed, removed or reordered.",
        Roles = Roles.Admin,
        Result = typeof(AuditVerification)
    )]
    public async Task<IResult> Verify(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/verify")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await audit.VerifyAsync(cancellationToken));
}
