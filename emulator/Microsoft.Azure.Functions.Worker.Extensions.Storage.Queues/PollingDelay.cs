namespace Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

/// <summary>
/// How long to wait after an empty poll: 100 ms at first, then about twice as long each time (20 % of chance either way, so that
/// hosts do not poll in step), up to a maximum. A poll that found messages starts over.
/// </summary>
internal sealed class PollingDelay(TimeSpan maximum, Random random)
{
    public static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(100);
    private int emptyPolls;

    public void Reset() => emptyPolls = 0;

    public TimeSpan Next()
    {
        var growth = emptyPolls == 0 ? 0 : (0.8 + (0.4 * random.NextDouble())) * Math.Pow(2, emptyPolls - 1);
        var delay = Minimum + (Minimum * growth);
        if (delay >= maximum)
        {
            return maximum;
        }

        emptyPolls++;
        return delay;
    }
}
