using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>The connections of one hub, and who is in which group.</summary>
internal sealed class ServiceHub(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Member> members = [];
    private readonly Dictionary<(string User, string Group), DateTimeOffset> userGroups = [];

    public void Add(HubConnectionContext connection)
    {
        lock (gate)
        {
            members[connection.ConnectionId] = new Member(connection, UserOf(connection), []);
        }
    }

    public void Remove(HubConnectionContext connection)
    {
        lock (gate)
        {
            members.Remove(connection.ConnectionId);
        }
    }

    public HubConnectionContext? Find(string connectionId)
    {
        lock (gate)
        {
            return members.GetValueOrDefault(connectionId)?.Connection;
        }
    }

    public List<HubConnectionContext> All() => Where(_ => true);

    public List<HubConnectionContext> OfUser(string user) => Where(member => member.User == user);

    public List<HubConnectionContext> InGroup(string group) =>
        Where(member =>
            member.Groups.Contains(group) || (member.User is not null && IsInGroup_NeedsLock(member.User, group))
        );

    /// <summary>False when there is no such connection.</summary>
    public bool AddToGroup(string connectionId, string group)
    {
        lock (gate)
        {
            if (!members.TryGetValue(connectionId, out var member))
            {
                return false;
            }

            member.Groups.Add(group);
            return true;
        }
    }

    public void RemoveFromGroup(string connectionId, string group)
    {
        lock (gate)
        {
            members.GetValueOrDefault(connectionId)?.Groups.Remove(group);
        }
    }

    public void RemoveFromAllGroups(string connectionId)
    {
        lock (gate)
        {
            members.GetValueOrDefault(connectionId)?.Groups.Clear();
        }
    }

    /// <summary>Adds a user for a time, or for good when the lifetime is null.</summary>
    public void AddUserToGroup(string user, string group, TimeSpan? lifetime)
    {
        lock (gate)
        {
            userGroups[(user, group)] = lifetime is { } span ? clock.GetUtcNow() + span : DateTimeOffset.MaxValue;
        }
    }

    public void RemoveUserFromGroup(string user, string group)
    {
        lock (gate)
        {
            userGroups.Remove((user, group));
        }
    }

    public void RemoveUserFromAllGroups(string user)
    {
        lock (gate)
        {
            foreach (var key in userGroups.Keys.Where(key => key.User == user).ToList())
            {
                userGroups.Remove(key);
            }
        }
    }

    public bool IsUserInGroup(string user, string group)
    {
        lock (gate)
        {
            return IsInGroup_NeedsLock(user, group);
        }
    }

    private bool IsInGroup_NeedsLock(string user, string group)
    {
        if (!userGroups.TryGetValue((user, group), out var until))
        {
            return false;
        }

        if (clock.GetUtcNow() < until)
        {
            return true;
        }

        userGroups.Remove((user, group));
        return false;
    }

    private List<HubConnectionContext> Where(Func<Member, bool> predicate)
    {
        lock (gate)
        {
            return [.. members.Values.Where(predicate).Select(member => member.Connection)];
        }
    }

    private static string? UserOf(HubConnectionContext connection) =>
        connection.User.FindFirst(AccessToken.UserId)?.Value
        ?? connection.User.FindFirst("nameid")?.Value
        ?? connection.User.FindFirst("sub")?.Value;

    private sealed record Member(HubConnectionContext Connection, string? User, HashSet<string> Groups);
}
