namespace Grpc.Core;

/// <summary>
/// What the durable client throws when the host refuses a call. Officially in Grpc.Core.Api, which the extension brings along.
/// </summary>
public class RpcException(Status status) : Exception(status.ToString())
{
    public Status Status { get; } = status;

    public StatusCode StatusCode => Status.StatusCode;
}
