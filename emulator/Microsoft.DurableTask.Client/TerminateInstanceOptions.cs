namespace Microsoft.DurableTask.Client;

/// <summary>How to terminate. <paramref name="Output"/> becomes the output; <paramref name="Recursive"/> has no effect on Azure Storage, nor here.</summary>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
