namespace Grpc.Core;

/// <summary>How a call ended.</summary>
public readonly record struct Status(StatusCode StatusCode, string Detail)
{
    public override string ToString() => $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")";
}
