using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;

namespace AgentTrader.Services.Notifications;

/// <summary>The dashboards that are open: who may connect, and what they are told.</summary>
public sealed class DashboardHub(ServiceManager service) : IAsyncDisposable
{
    /// <summary>The client method that receives every event; its one argument has a <c>type</c>.</summary>
    public const string ClientMethod = "event";

    private const string HubName = "dashboard";

    /// <summary>Everybody but traders, who hear of their own agents only.</summary>
    private const string Readers = "readers";

    private readonly Lazy<Task<ServiceHubContext>> context = new(() => service.CreateHubContextAsync(HubName, default));

    /// <summary>Where and with which token a signed-in user connects.</summary>
    public async Task<RealtimeConnection> NegotiateAsync(Caller caller, CancellationToken cancellationToken)
    {
        var hub = await context.Value;
        if (caller.Role != Roles.Trader)
        {
            await hub.UserGroups.AddToGroupAsync(caller.UserId, Readers, cancellationToken);
        }

        var answer = await hub.NegotiateAsync(new NegotiationOptions { UserId = caller.UserId }, cancellationToken);
        return new(
            answer.Url ?? throw new InvalidOperationException("SignalR gave no URL."),
            answer.AccessToken ?? throw new InvalidOperationException("SignalR gave no access token.")
        );
    }

    /// <summary>Tells an agent's owner and all readers what happened.</summary>
    public async Task TellAsync(AgentEvent happened, CancellationToken cancellationToken)
    {
        var hub = await context.Value;
        await SendAsync(new(happened.Type, happened.AgentId, happened.Timestamp, happened.Data));
        if (happened.Portfolio is { } portfolio)
        {
            await SendAsync(new(EventTypes.PortfolioUpdated, happened.AgentId, happened.Timestamp, portfolio));
        }

        Task SendAsync(DashboardMessage message) =>
            Task.WhenAll(
                hub.Clients.Group(Readers).SendAsync(ClientMethod, message, cancellationToken),
                hub.Clients.User(happened.OwnerId).SendAsync(ClientMethod, message, cancellationToken)
            );
    }

    public async ValueTask DisposeAsync()
    {
        if (context.IsValueCreated)
        {
            await (await context.Value).DisposeAsync();
        }
    }
}
