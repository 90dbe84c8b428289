namespace Microsoft.Azure.Functions.Worker;

/// <summary>Who may call an HTTP function. The emulator knows one key, the setting <c>Emulator__FunctionKey</c>, for every level but Anonymous.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
