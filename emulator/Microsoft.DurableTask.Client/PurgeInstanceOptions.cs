namespace Microsoft.DurableTask.Client;

/// <summary>How to purge. <paramref name="Recursive"/> has no effect on Azure Storage, nor here.</summary>
public record PurgeInstanceOptions(bool Recursive = false);
