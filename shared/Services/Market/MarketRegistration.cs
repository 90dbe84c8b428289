using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Services.Market;

public static class MarketRegistration
{
    /// <summary>Adds the market that the settings name: its data, its clock and <see cref="MarketService"/>.</summary>
    /// <exception cref="MarketDataException">The settings or the recorded data are not as expected.</exception>
    public static IServiceCollection AddMarket(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(MarketOptions.Section).Get<MarketOptions>() ?? new MarketOptions();
        if (options.Speed is < 1 or > 100_000)
        {
            throw new MarketDataException($"The market's speed is from 1 to 100,000, not {options.Speed}.");
        }

        IMarketData market =
            options.Source == MarketOptions.Synthetic
                ? new SyntheticMarketData(options.Seed)
                : RecordedMarketData.Load(options.Source);
        // Once here, so that a day without data ends the start with its sentence.
        market.StartAt(options.From, TimeProvider.System.GetUtcNow());
        return services
            .AddSingleton(options)
            .AddSingleton(market)
            .AddSingleton<MarketClock>()
            .AddHostedService(provider => provider.GetRequiredService<MarketClock>())
            .AddSingleton<MarketHistory>()
            .AddSingleton<MarketOutlook>()
            .AddSingleton<MarketService>();
    }
}
