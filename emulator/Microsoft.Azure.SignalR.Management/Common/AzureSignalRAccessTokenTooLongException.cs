namespace Microsoft.Azure.SignalR.Common;

/// <summary>The claims make an access token of more than 4,096 characters, which the service does not take.</summary>
public class AzureSignalRAccessTokenTooLongException : AzureSignalRException
{
    public AzureSignalRAccessTokenTooLongException()
        : base("AccessToken must not be longer than 4K.") { }
}
