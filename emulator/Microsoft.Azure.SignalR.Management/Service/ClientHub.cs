using Microsoft.AspNetCore.SignalR;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>What clients of every hub connect to. It has no methods: a serverless service has nobody to answer an invocation.</summary>
internal sealed class ClientHub : Hub;
