using System.Text.Json.Serialization;

namespace AgentTrader.Services;

/// <summary>Marks a <see cref="decimal"/> as a price per share: written with two to four decimals instead of money's two.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PriceAttribute : JsonConverterAttribute
{
    public override JsonConverter CreateConverter(Type typeToConvert) => new DecimalJsonConverter("0.00##");
}
