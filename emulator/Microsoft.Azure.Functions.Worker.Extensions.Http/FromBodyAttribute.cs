namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// Binds a parameter to the request's JSON body. A body that cannot be read is an exception before the function runs, so the
/// answer is 500: a function that owes its callers a 400 reads the body itself.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromBodyAttribute : Attribute { }
