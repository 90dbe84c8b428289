namespace Azure.Data.Tables.Internal;

/// <summary>The answer for an entity that is not there.</summary>
internal sealed class MissingEntityResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value =>
        throw new InvalidOperationException(
            $"{nameof(NullableResponse<T>)} has no value: the entity was not found. Ask HasValue first."
        );

    public override Response GetRawResponse() => response;
}
