namespace Microsoft.Azure.Functions.Worker;

/// <summary>A parameter could not be made from what the trigger brought; the function did not run.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    public FunctionInputConverterException(string? message)
        : base(message) { }

    public FunctionInputConverterException(string? message, Exception? innerException)
        : base(message, innerException) { }
}
