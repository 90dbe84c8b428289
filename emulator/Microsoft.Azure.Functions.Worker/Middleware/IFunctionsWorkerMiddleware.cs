namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>A step around every invocation; a singleton, created when first needed.</summary>
public interface IFunctionsWorkerMiddleware
{
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
