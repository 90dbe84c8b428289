using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Internal;

/// <summary>
/// Translates a predicate over an entity into an OData filter: comparisons of its properties with values, joined by and, or
/// and not. Strings compare by CompareTo or string.Compare with zero. What does not mention the entity is evaluated here.
/// </summary>
internal sealed class FilterExpression
{
    private readonly StringBuilder odata = new();
    private readonly ParameterExpression entity;

    private FilterExpression(ParameterExpression entity)
    {
        this.entity = entity;
    }

    /// <exception cref="NotSupportedException">OData has no counterpart.</exception>
    public static string ToOData(LambdaExpression filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var translator = new FilterExpression(filter.Parameters[0]);
        translator.WritePredicate(filter.Body);
        return translator.odata.ToString();
    }

    private void WritePredicate(Expression expression)
    {
        var predicate = StripConvert(expression);
        switch (predicate)
        {
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } and:
                WriteJoined(and, "and");
                break;
            case BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } or:
                WriteJoined(or, "or");
                break;
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                odata.Append("not ");
                WriteOperand(not.Operand);
                break;
            case BinaryExpression binary:
                WriteComparison(binary);
                break;
            case MethodCallExpression { Method.Name: nameof(Equals) } call:
                WriteEquals(call);
                break;
            case var constant when !Mentions(constant):
                odata.Append(Literal(constant));
                break;
            default:
                // A property of type bool stands for itself.
                odata.Append(PropertyName(predicate)).Append(" eq true");
                break;
        }
    }

    private void WriteJoined(BinaryExpression expression, string word)
    {
        WriteOperand(expression.Left);
        odata.Append(' ').Append(word).Append(' ');
        WriteOperand(expression.Right);
    }

    private void WriteOperand(Expression expression)
    {
        odata.Append('(');
        WritePredicate(expression);
        odata.Append(')');
    }

    private void WriteComparison(BinaryExpression comparison)
    {
        var word = comparison.NodeType switch
        {
            ExpressionType.Equal => "eq",
            ExpressionType.NotEqual => "ne",
            ExpressionType.LessThan => "lt",
            ExpressionType.LessThanOrEqual => "le",
            ExpressionType.GreaterThan => "gt",
            ExpressionType.GreaterThanOrEqual => "ge",
            _ => throw Unsupported(comparison),
        };
        var (left, right) = comparison.Left is MethodCallExpression call
            ? Compared(call, comparison.Right) ?? (comparison.Left, comparison.Right)
            : (comparison.Left, comparison.Right);
        odata.Append(Value(left)).Append(' ').Append(word).Append(' ').Append(Value(right));
    }

    /// <summary>The two strings of <c>a.CompareTo(b) op 0</c> and <c>string.Compare(a, b) op 0</c>; null for another call.</summary>
    private static (Expression Left, Expression Right)? Compared(MethodCallExpression call, Expression right)
    {
        if (call.Method.ReturnType != typeof(int) || right is not ConstantExpression { Value: 0 })
        {
            return null;
        }

        return call switch
        {
            { Method.Name: nameof(string.CompareTo), Object: { } left, Arguments: [var other] } => (left, other),
            { Method: { Name: nameof(string.Compare), IsStatic: true }, Arguments: [var left, var other] } => (
                left,
                other
            ),
            { Method: { Name: nameof(string.Compare), IsStatic: true } } => throw Unsupported(call),
            _ => null,
        };
    }

    private void WriteEquals(MethodCallExpression call)
    {
        var (left, right) = call switch
        {
            { Object: { } receiver, Arguments: [var other] } => (receiver, other),
            { Object: null, Arguments: [var first, var second] } => (first, second),
            // The service knows one way to compare; a StringComparison would be ignored without a word.
            _ => throw Unsupported(call),
        };
        odata.Append(Value(left)).Append(" eq ").Append(Value(right));
    }

    private string Value(Expression expression) =>
        Mentions(expression) ? PropertyName(StripConvert(expression)) : Literal(expression);

    private string PropertyName(Expression expression) =>
        expression switch
        {
            MemberExpression { Member.Name: "Value", Expression: { } nullable }
                when Nullable.GetUnderlyingType(nullable.Type) is not null => PropertyName(StripConvert(nullable)),
            MemberExpression { Member: PropertyInfo property, Expression: { } owner }
                when StripConvert(owner) == entity => StoredName(property),
            MethodCallExpression { Object: { } owner, Arguments: [var name] } call
                when StripConvert(owner) == entity
                    && (call.Method.Name == "get_Item" || call.Method.Name.StartsWith("Get", StringComparison.Ordinal))
                    && !Mentions(name)
                    && Evaluate(name) is string key => key,
            _ => throw Unsupported(expression),
        };

    private static string StoredName(PropertyInfo property) =>
        property.DeclaringType == typeof(TableItem)
            ? "TableName"
            : property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;

    private static string Literal(Expression expression)
    {
        var value = Evaluate(expression);
        return ODataLiteral.Of(value)
            ?? throw new InvalidOperationException($"Could not convert constant {value} expression to string.");
    }

    private static object? Evaluate(Expression expression) =>
        expression switch
        {
            ConstantExpression constant => constant.Value,
            MemberExpression { Member: FieldInfo field, Expression: ConstantExpression closure } => field.GetValue(
                closure.Value
            ),
            _ => Expression
                .Lambda<Func<object?>>(Expression.Convert(expression, typeof(object)))
                .Compile(preferInterpretation: true)(),
        };

    private bool Mentions(Expression expression)
    {
        var finder = new ParameterFinder(entity);
        finder.Visit(expression);
        return finder.IsFound;
    }

    private static Expression StripConvert(Expression expression)
    {
        while (
            expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert
        )
        {
            expression = convert.Operand;
        }

        return expression;
    }

    private static NotSupportedException Unsupported(Expression expression) =>
        new($"The expression {expression} is not supported in a table filter.");

    private sealed class ParameterFinder(ParameterExpression sought) : ExpressionVisitor
    {
        public bool IsFound { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            IsFound |= node == sought;
            return node;
        }
    }
}
