using System.Diagnostics.Metrics;

namespace AgentTrader.Benchmarks;

/// <summary>Counts the HTTP requests that this process finishes, whichever client makes them.</summary>
internal sealed class RoundTrips : IDisposable
{
    private readonly MeterListener listener = new();
    private long count;

    public RoundTrips()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "http.client.request.duration")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref count));
        listener.Start();
    }

    public long Count => Interlocked.Read(ref count);

    public void Dispose() => listener.Dispose();
}
