namespace AgentTrader.Core.Tests;

public class EntityIdTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Derives_the_same_id_from_the_same_instant_and_seed() =>
        Assert.Equal("trd_01kdyak3se36s5gn", EntityId.Derive("trd", At, "seed"));

    [Fact]
    public void Gives_another_id_for_another_seed() =>
        Assert.NotEqual(EntityId.Derive("trd", At, "a"), EntityId.Derive("trd", At, "b"));

    [Fact]
    public void Sorts_by_time()
    {
        string[] ids =
        [
            EntityId.Derive("trd", DateTimeOffset.UnixEpoch, "z"),
            EntityId.Derive("trd", At, "y"),
            EntityId.Derive("trd", At.AddMilliseconds(1), "a"),
            EntityId.Derive("trd", At.AddYears(5000), "a"),
        ];
        Assert.Equal(ids, ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Gives_back_its_instant_to_the_millisecond() =>
        Assert.Equal(At, EntityId.InstantOf(EntityId.Derive("dec", At.AddTicks(9_999), "x")));

    [Fact]
    public void Knows_an_id_of_its_prefix() => Assert.True(EntityId.IsValid(EntityId.Derive("agt", At, "x"), "agt"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("agt")]
    [InlineData("agt_")]
    [InlineData("trd_01kdxr5k9y94vrxa")]
    [InlineData("agt_01kdxr5k9y94vrx")]
    [InlineData("agt_01kdxr5k9y94vrxaa")]
    [InlineData("agt_01KDXR5K9Y94VRXA")]
    [InlineData("agt_01kdxr5k9y94vrxi")]
    [InlineData("agt_01kdxr5k9y94vrxl")]
    [InlineData("agt_01kdxr5k9y94vrxo")]
    [InlineData("agt_01kdxr5k9y94vrxu")]
    [InlineData("agt-01kdxr5k9y94vrxa")]
    [InlineData("agt_01kdxr5k9y94vrx\n")]
    public void Rejects_what_is_no_agent_id(string? text) => Assert.False(EntityId.IsValid(text, "agt"));

    [Theory]
    [InlineData("")]
    [InlineData("_01kdxr5k9y94vrxa")]
    [InlineData("trd_short")]
    [InlineData("trd_zzzzzzzzzzzzzzzz")]
    public void Has_no_instant_for_what_is_no_id(string text) =>
        Assert.Throws<FormatException>(() => EntityId.InstantOf(text));

    [Fact]
    public void Refuses_an_instant_before_1970() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            EntityId.Derive("trd", DateTimeOffset.UnixEpoch.AddTicks(-1_0000), "x")
        );
}
