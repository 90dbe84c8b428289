using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables.Internal;

/// <summary>A property or field of an entity class, with its accessors compiled once.</summary>
internal sealed class EntityMember
{
    private readonly Action<object, object?>? set;
    private readonly Func<JsonElement, object?> convert;

    public EntityMember(MemberInfo member)
    {
        var (type, canRead, canWrite) = member switch
        {
            PropertyInfo property => (property.PropertyType, property.CanRead, property.CanWrite),
            FieldInfo field => (field.FieldType, true, !field.IsInitOnly),
            _ => throw new ArgumentException($"{member} is neither a property nor a field.", nameof(member)),
        };
        Name = member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;
        TypeName = Name + EntityWriter.TypeSuffix;
        convert = EntityReader.ConverterTo(type);

        var entity = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(object));
        var access = Expression.MakeMemberAccess(Expression.Convert(entity, member.DeclaringType!), member);
        if (canRead)
        {
            Get = Expression
                .Lambda<Func<object, object?>>(Expression.Convert(access, typeof(object)), entity)
                .Compile();
        }

        if (canWrite)
        {
            var typed = Expression.Condition(
                Expression.Equal(value, Expression.Constant(null)),
                Expression.Default(type),
                Expression.Convert(value, type)
            );
            set = Expression.Lambda<Action<object, object?>>(Expression.Assign(access, typed), entity, value).Compile();
        }
    }

    /// <summary>The stored property's name: the member's own or <c>[DataMember(Name)]</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the property's OData type annotation.</summary>
    public string TypeName { get; }

    public Func<object, object?>? Get { get; }

    public void Set(object entity, JsonElement json) =>
        set?.Invoke(entity, json.ValueKind == JsonValueKind.Null ? null : convert(json));
}
