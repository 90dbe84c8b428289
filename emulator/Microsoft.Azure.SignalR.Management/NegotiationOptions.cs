#nullable disable
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>What goes into a client's access token.</summary>
public class NegotiationOptions
{
    /// <summary>The request whose user's claims are taken when <see cref="Claims"/> is null.</summary>
    public HttpContext HttpContext { get; set; }

    /// <summary>The user whom the service knows the connection by. Null: the <c>nameid</c> or <c>sub</c> among the claims, if any.</summary>
    public string UserId { get; set; }

    public IList<Claim> Claims { get; set; }

    /// <summary>How long the token may be used to connect; one hour by default. An open connection outlives it.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    public bool IsDiagnosticClient { get; set; }

    /// <summary>Whether the client is told the reason when its connection is closed.</summary>
    public bool EnableDetailedErrors { get; set; }
}
