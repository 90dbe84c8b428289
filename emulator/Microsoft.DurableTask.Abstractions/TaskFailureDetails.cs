namespace Microsoft.DurableTask;

/// <summary>A failure as it is stored and handed between activity, orchestration and client; the exception itself never crosses.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown, for the log.</param>
/// <param name="InnerFailure">The exception inside it.</param>
/// <param name="Properties">Further values an exception carried; always null here.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties
)
{
    /// <inheritdoc cref="IsCausedBy(Type)"/>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure's exception is of this type or derives from it; false when its type is not loaded here.</summary>
    /// <exception cref="ArgumentException">The type is not an exception's.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException(
                $"The type {targetBaseExceptionType} is not an exception type.",
                nameof(targetBaseExceptionType)
            );
        }

        var thrown =
            targetBaseExceptionType.Assembly.GetType(ErrorType)
            ?? AppDomain
                .CurrentDomain.GetAssemblies()
                .Select(assembly => assembly.GetType(ErrorType))
                .FirstOrDefault(type => type is not null);
        return targetBaseExceptionType.IsAssignableFrom(thrown);
    }

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(
            exception.GetType().ToString(),
            exception.Message,
            exception.StackTrace,
            exception.InnerException is { } inner ? FromException(inner) : null,
            null
        );
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
