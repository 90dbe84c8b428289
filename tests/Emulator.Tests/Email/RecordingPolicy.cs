using Azure.Core;
using Azure.Core.Pipeline;

namespace AgentTrader.Emulator.Tests.Email;

/// <summary>Keeps the address, the body and the signature of the last request, as someone on the wire would.</summary>
internal sealed class RecordingPolicy : HttpPipelineSynchronousPolicy
{
    public string PathAndQuery { get; private set; } = "";

    public IReadOnlyList<(string Name, string Value)> Signature { get; private set; } = [];

    public byte[] Body { get; private set; } = [];

    public override void OnSendingRequest(HttpMessage message)
    {
        using var body = new MemoryStream();
        message.Request.Content!.WriteTo(body, message.CancellationToken);
        Body = body.ToArray();
        PathAndQuery = message.Request.Uri.ToUri().PathAndQuery;
        Signature =
        [
            .. message
                .Request.Headers.Where(header =>
                    header.Name is "Authorization" or "x-ms-date" or "x-ms-content-sha256" or "Operation-Id"
                )
                .Select(header => (header.Name, header.Value)),
        ];
    }
}
