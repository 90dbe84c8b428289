using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Internal;

/// <summary>The stored members of an entity class: found by reflection once a type, then cached.</summary>
internal sealed class EntityType
{
    private static readonly ConcurrentDictionary<Type, EntityType> Cache = new();

    private EntityType(Type type)
    {
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is PropertyInfo or FieldInfo)
            .ToList();

        // A class may implement ITableEntity explicitly; its keys are then reached through the interface.
        members.AddRange(
            typeof(ITableEntity).GetProperties().Where(own => members.TrueForAll(member => member.Name != own.Name))
        );
        var stored = members
            .Where(member => !member.IsDefined(typeof(IgnoreDataMemberAttribute)))
            .Select(member => new EntityMember(member))
            .ToList();

        Written = stored
            .Where(member =>
                member.Get is not null
                && member.Name is not (nameof(ITableEntity.ETag) or nameof(ITableEntity.Timestamp))
            )
            .ToArray();
        foreach (var member in stored)
        {
            ByJsonName[member.Name == nameof(ITableEntity.ETag) ? TableEntity.ETagKey : member.Name] = member;
        }
    }

    public EntityMember[] Written { get; }

    public Dictionary<string, EntityMember> ByJsonName { get; } = [];

    public static EntityType Of(Type type) => Cache.GetOrAdd(type, static missing => new EntityType(missing));
}
