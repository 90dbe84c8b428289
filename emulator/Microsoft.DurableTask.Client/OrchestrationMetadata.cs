using System.Text;

namespace Microsoft.DurableTask.Client;

/// <summary>An orchestration's state as a client sees it. Input, output and custom status are there only when asked for.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    public DataConverter? DataConverter { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    public string? SerializedInput { get; init; }

    /// <summary>JSON; of a failed orchestration the text <c>Type: message</c>.</summary>
    public string? SerializedOutput { get; init; }

    public string? SerializedCustomStatus { get; init; }

    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    public bool IsCompleted =>
        RuntimeStatus
            is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Failed
                or OrchestrationRuntimeStatus.Terminated;

    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadInputAs<T>() => Converter(nameof(ReadInputAs)).Deserialize<T>(SerializedInput);

    /// <inheritdoc cref="ReadInputAs{T}"/>
    public T? ReadOutputAs<T>() => Converter(nameof(ReadOutputAs)).Deserialize<T>(SerializedOutput);

    /// <inheritdoc cref="ReadInputAs{T}"/>
    public T? ReadCustomStatusAs<T>() => Converter(nameof(ReadCustomStatusAs)).Deserialize<T>(SerializedCustomStatus);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}, ");
        text.Append($"CreatedAt: {CreatedAt:s}, LastUpdatedAt: {LastUpdatedAt:s}");
        AppendShortened(text, "Input", SerializedInput);
        AppendShortened(text, "Output", SerializedOutput);
        return text.Append(']').ToString();
    }

    private DataConverter Converter(string method) =>
        DataConverter
        ?? throw new InvalidOperationException(
            $"The {method} method can only be used on OrchestrationMetadata objects that are fetched with the option "
                + "to include inputs and outputs."
        );

    private static void AppendShortened(StringBuilder text, string label, string? value)
    {
        const int MaxLength = 50;
        if (value is not null)
        {
            text.Append($", {label}: '{(value.Length > MaxLength ? value[..MaxLength] + "..." : value)}'");
        }
    }
}
