using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Common;
using Microsoft.Azure.SignalR.Management;

namespace AgentTrader.Emulator.Tests.SignalR;

public sealed class RealtimeTests(RunningService service) : IClassFixture<RunningService>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Broadcasts_to_every_client_of_the_hub_and_of_no_other()
    {
        using var hub = await service.HubAsync("Broadcast");
        using var other = await service.HubAsync("BroadcastOther");
        await using var ann = await HubClient.ConnectAsync(hub, "ann");
        await using var bob = await HubClient.ConnectAsync(hub, "bob");
        await using var stranger = await HubClient.ConnectAsync(other, "ann");

        await hub.Clients.All.SendAsync("price", "ACME", 12.5m, Token);
        await other.Clients.All.SendAsync("elsewhere", Token);

        Assert.Equal("""price["ACME",12.5]""", await ann.ReadInvocationAsync());
        Assert.Equal("""price["ACME",12.5]""", await bob.ReadInvocationAsync());
        Assert.Equal("elsewhere[]", await stranger.ReadInvocationAsync());
    }

    [Fact]
    public async Task Keeps_the_order_of_a_senders_messages()
    {
        using var hub = await service.HubAsync("Order");
        await using var ann = await HubClient.ConnectAsync(hub, "ann");
        for (var number = 0; number < 200; number++)
        {
            await hub.Clients.All.SendAsync("n", number, Token);
        }

        for (var number = 0; number < 200; number++)
        {
            Assert.Equal($"n[{number}]", await ann.ReadInvocationAsync());
        }
    }

    [Fact]
    public async Task Sends_to_one_user_also_when_the_name_needs_escaping()
    {
        using var hub = await service.HubAsync("User");
        await using var slash = await HubClient.ConnectAsync(hub, "a/b c%2F");
        await using var plain = await HubClient.ConnectAsync(hub, "a");

        await hub.Clients.User("a/b c%2F").SendAsync("first", Token);
        await hub.Clients.Users("a", "nobody").SendAsync("second", Token);

        Assert.Equal("first[]", await slash.ReadInvocationAsync());
        Assert.Equal("second[]", await plain.ReadInvocationAsync());
    }

    [Fact]
    public async Task A_user_stays_in_a_group_over_a_reconnect_and_leaves_it_when_removed()
    {
        using var hub = await service.HubAsync("UserGroup");
        await hub.UserGroups.AddToGroupAsync("ann", "agent/1", Token);
        await (await HubClient.ConnectAsync(hub, "ann")).DisposeAsync();
        await using var ann = await HubClient.ConnectAsync(hub, "ann");

        await hub.Clients.Group("agent/1").SendAsync("in", Token);
        Assert.True(await hub.UserGroups.IsUserInGroup("ann", "agent/1", Token));
        await hub.UserGroups.RemoveFromGroupAsync("ann", "agent/1", Token);
        Assert.False(await hub.UserGroups.IsUserInGroup("ann", "agent/1", Token));
        await hub.Clients.Group("agent/1").SendAsync("out", Token);
        await hub.Clients.All.SendAsync("end", Token);

        Assert.Equal("in[]", await ann.ReadInvocationAsync());
        Assert.Equal("end[]", await ann.ReadInvocationAsync());
    }

    [Fact]
    public async Task A_users_membership_ends_with_its_time_to_live()
    {
        using var hub = await service.HubAsync("Ttl");
        await hub.UserGroups.AddToGroupAsync("ann", "short", TimeSpan.FromSeconds(1), Token);
        await hub.UserGroups.AddToGroupAsync("ann", "long", TimeSpan.FromHours(1), Token);
        Assert.True(await hub.UserGroups.IsUserInGroup("ann", "short", Token));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (await hub.UserGroups.IsUserInGroup("ann", "short", deadline.Token))
        {
            await Task.Delay(50, deadline.Token);
        }

        Assert.True(await hub.UserGroups.IsUserInGroup("ann", "long", Token));
        await hub.UserGroups.RemoveFromAllGroupsAsync("ann", Token);
        Assert.False(await hub.UserGroups.IsUserInGroup("ann", "long", Token));
    }

    [Fact]
    public async Task Knows_which_users_groups_and_connections_exist()
    {
        using var hub = await service.HubAsync("Exists");
        Assert.False(await hub.ClientManager.UserExistsAsync("ann", Token));
        await hub.UserGroups.AddToGroupAsync("ann", "team", Token);
        Assert.False(await hub.ClientManager.GroupExistsAsync("team", Token));

        await using var ann = await HubClient.ConnectAsync(hub, "ann");

        Assert.True(await hub.ClientManager.UserExistsAsync("ann", Token));
        Assert.True(await hub.ClientManager.GroupExistsAsync("team", Token));
        Assert.False(await hub.ClientManager.ConnectionExistsAsync("none", Token));
        await hub.Groups.AddToGroupAsync("none", "team", Token);
        await hub.ClientManager.CloseConnectionAsync("none", "gone", Token);
    }

    [Fact]
    public async Task A_connection_joins_and_leaves_groups_and_may_be_left_out_of_a_message()
    {
        using var hub = await service.HubAsync("Group");
        await using var ann = await HubClient.ConnectAsync(hub, "ann");
        await using var bob = await HubClient.ConnectAsync(hub, "bob");
        await hub.Groups.AddToGroupAsync(ann.ConnectionId, "g", Token);
        await hub.Groups.AddToGroupAsync(bob.ConnectionId, "g", Token);

        await hub.Clients.Group("g").SendAsync("both", Token);
        await hub.Clients.GroupExcept("g", bob.ConnectionId).SendAsync("ann only", Token);
        await hub.Clients.AllExcept(ann.ConnectionId).SendAsync("bob only", Token);
        await hub.Groups.RemoveFromGroupAsync(ann.ConnectionId, "g", Token);
        await hub.Groups.RemoveFromAllGroupsAsync(bob.ConnectionId, Token);
        await hub.Clients.Group("g").SendAsync("nobody", Token);
        await hub.Clients.Clients(ann.ConnectionId, bob.ConnectionId).SendAsync("end", Token);

        Assert.Equal("both[]", await ann.ReadInvocationAsync());
        Assert.Equal("ann only[]", await ann.ReadInvocationAsync());
        Assert.Equal("end[]", await ann.ReadInvocationAsync());
        Assert.Equal("both[]", await bob.ReadInvocationAsync());
        Assert.Equal("bob only[]", await bob.ReadInvocationAsync());
        Assert.Equal("end[]", await bob.ReadInvocationAsync());
    }

    [Fact]
    public async Task Writes_arguments_with_the_serializer_of_the_options()
    {
        using var manager = RunningService.BuildManager(options =>
        {
            options.ConnectionString = service.ConnectionString;
            options.UseJsonObjectSerializer(new JsonObjectSerializer(new(JsonSerializerDefaults.Web)));
        });
        using var web = await manager.CreateHubContextAsync("Serializer", Token);
        using var plain = await service.HubAsync("serializer");
        await using var client = await HubClient.ConnectAsync(plain, "ann");

        await web.Clients.All.SendAsync("m", new { AgentId = 1 }, Token);
        await plain.Clients.All.SendAsync("m", new { AgentId = 1 }, Token);

        Assert.Equal("""m[{"agentId":1}]""", await client.ReadInvocationAsync());
        Assert.Equal("""m[{"AgentId":1}]""", await client.ReadInvocationAsync());
    }

    [Fact]
    public async Task Applications_that_share_a_service_do_not_meet()
    {
        using var first = RunningService.BuildManager(options =>
        {
            options.ConnectionString = service.ConnectionString;
            options.ApplicationName = "Demo1";
        });
        using var hub = await first.CreateHubContextAsync("Shared", Token);
        using var unnamed = await service.HubAsync("Shared");
        await using var ann = await HubClient.ConnectAsync(hub, "ann");

        await unnamed.Clients.All.SendAsync("wrong", Token);
        await hub.Clients.All.SendAsync("right", Token);

        Assert.Equal("right[]", await ann.ReadInvocationAsync());
    }

    [Fact]
    public async Task Closes_a_connection_and_tells_the_reason_to_who_may_know_it()
    {
        using var hub = await service.HubAsync("Close");
        await using var ann = await HubClient.ConnectAsync(hub, "ann", options => options.EnableDetailedErrors = true);

        await using var bob = await HubClient.ConnectAsync(hub, "bob");

        await hub.ClientManager.CloseConnectionAsync(ann.ConnectionId, "over", Token);
        await hub.ClientManager.CloseConnectionAsync(bob.ConnectionId, "over", Token);

        var message = await ann.ReadAsync();
        Assert.Equal(7, message.GetProperty("type").GetInt32());
        Assert.Equal("over", message.GetProperty("error").GetString());
        Assert.False((await bob.ReadAsync()).TryGetProperty("error", out _));
    }

    [Fact]
    public async Task The_user_is_the_nameid_among_the_claims_when_none_is_given()
    {
        using var hub = await service.HubAsync("Claims");
        await using var client = await HubClient.ConnectAsync(
            hub,
            user: null!,
            options => options.Claims = [new Claim(ClaimTypes.NameIdentifier, "ann"), new Claim("aud", "mine")]
        );

        Assert.True(await hub.ClientManager.UserExistsAsync("ann", Token));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_with_an_exception_that_says_so()
    {
        using var manager = RunningService.BuildManager(options =>
            options.ConnectionString = service.ConnectionString.Replace(
                "a-key",
                "another-key",
                StringComparison.Ordinal
            )
        );
        using var hub = await manager.CreateHubContextAsync("Key", Token);

        var exception = await Assert.ThrowsAsync<AzureSignalRUnauthorizedException>(() =>
            hub.Clients.All.SendAsync("x", Token)
        );
        Assert.Contains("AccessKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_true_when_served_and_an_exception_when_nobody_listens()
    {
        Assert.True(await service.Manager.IsServiceHealthy(Token));
        var port = AgentTrader.Testing.Azurite.FreePorts(1)[0];
        using var manager = RunningService.BuildManager(options =>
            options.ConnectionString = $"Endpoint=http://localhost:{port};AccessKey=k;Version=1.0;"
        );
        await Assert.ThrowsAsync<AzureSignalRException>(() => manager.IsServiceHealthy(Token));
    }

    [Fact]
    public async Task A_token_that_has_expired_or_is_for_another_hub_or_was_changed_does_not_connect()
    {
        using var hub = await service.HubAsync("Tokens");
        using var other = await service.HubAsync("TokensOther");
        var options = new NegotiationOptions { UserId = "ann", TokenLifetime = TimeSpan.FromSeconds(-1) };
        var expired = await hub.NegotiateAsync(options, Token);
        var good = await hub.NegotiateAsync(cancellationToken: Token);
        var wrongHub = await other.NegotiateAsync(cancellationToken: Token);
        wrongHub.Url = good.Url;
        var changed = await hub.NegotiateAsync(cancellationToken: Token);
        changed.AccessToken = good.AccessToken![..^3] + "AAA";

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(good));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(expired));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(wrongHub));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(changed));
        changed.AccessToken = "no.token.~";
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(changed));

        async Task<HttpStatusCode> StatusAsync(NegotiationResponse access)
        {
            using var response = await HubClient.NegotiateAsync(access);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Claims_that_make_a_token_too_long_are_refused()
    {
        using var hub = await service.HubAsync("Long");
        var options = new NegotiationOptions { Claims = [new Claim("long", new string('x', 4096))] };
        await Assert.ThrowsAsync<AzureSignalRAccessTokenTooLongException>(() =>
            hub.NegotiateAsync(options, Token).AsTask()
        );
    }

    [Theory]
    [InlineData("AccessKey=k;Version=1.0;", "endpoint")]
    [InlineData("Endpoint=nowhere;AccessKey=k;", "endpoint")]
    [InlineData("Endpoint=http://localhost;Version=1.0;", "accesskey")]
    [InlineData("Endpoint=http://localhost;AccessKey=k;Version=2.0;", "2.0")]
    [InlineData("Endpoint=http://localhost;AccessKey=k;Port=70000", "port")]
    public void A_wrong_connection_string_is_named_when_the_manager_is_built(string connectionString, string part)
    {
        var exception = Assert.Throws<ArgumentException>(() =>
            RunningService.BuildManager(options => options.ConnectionString = connectionString)
        );
        Assert.Contains(part, exception.Message, StringComparison.OrdinalIgnoreCase);
    }
}
