using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

/// <summary>
/// Loaded by .NET into a host under test (<c>DOTNET_STARTUP_HOOKS</c>): kills the process in the midst of a storage call that
/// the test chose. The product knows nothing of it.
/// </summary>
internal static class StartupHook
{
    /// <summary>
    /// The setting: <c>before</c> a call is sent or <c>after</c> its answer has come, the how manieth that fits, and a regular
    /// expression for "METHOD path", a line break, and the call's body.
    /// </summary>
    public const string Setting = "AGENTTRADER_DIE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Setting)?.Split(' ', 3) is not [var when, var number, var pattern])
        {
            return;
        }

        var fatal = new FatalCall(
            when == "before" ? "System.Net.Http.HttpRequestOut.Start" : "System.Net.Http.HttpRequestOut.Stop",
            int.Parse(number, CultureInfo.InvariantCulture),
            new Regex(pattern, RegexOptions.CultureInvariant)
        );
        DiagnosticListener.AllListeners.Subscribe(fatal);
    }

    private sealed class FatalCall(string when, int number, Regex pattern)
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>
    {
        private int calls;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "HttpHandlerDiagnosticListener")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (
                value.Key == when
                && value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is HttpRequestMessage request
                && pattern.IsMatch(Text(request))
                && Interlocked.Increment(ref calls) == number
            )
            {
                // SIGKILL: no handler runs, nothing is flushed.
                Process.GetCurrentProcess().Kill();
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        private static string Text(HttpRequestMessage request)
        {
            using var body = new MemoryStream();
            request.Content?.CopyTo(body, null, CancellationToken.None);
            return $"{request.Method} {request.RequestUri?.AbsolutePath}\n{Encoding.UTF8.GetString(body.ToArray())}";
        }
    }
}
