namespace AgentTrader.Services;

/// <summary>A setting is missing or wrong, so the app can't start. The message is one sentence that names it and says what to put there.</summary>
public sealed class SettingException(string message) : Exception(message);
