using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Testing;

/// <summary>Keeps what an app logs, so that a test can ask whether something was said, and how often.</summary>
public sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, Exception? Error)> entries = new();

    public IReadOnlyCollection<(LogLevel Level, string Text, Exception? Error)> Entries => entries;

    public ILogger CreateLogger(string categoryName) => new Logger(entries);

    public void Dispose() { }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, string Text, Exception? Error)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => entries.Enqueue((logLevel, formatter(state, exception), exception));
    }
}
