namespace DurableTask.Core.Exceptions;

/// <summary>An orchestration with this id is still under way. Officially in the DurableTask.Core assembly that the abstractions bring along.</summary>
public class OrchestrationAlreadyExistsException : InvalidOperationException
{
    public OrchestrationAlreadyExistsException() { }

    public OrchestrationAlreadyExistsException(string message)
        : base(message) { }

    public OrchestrationAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException) { }
}
