namespace Grpc.Core;

/// <summary>Why a call failed: those that the durable client gives, with gRPC's numbers.</summary>
public enum StatusCode
{
    Unknown = 2,
    Internal = 13,
}
