using AgentTrader.Services.Notifications.Slack;

namespace AgentTrader.Services.Tests.Notifications;

public sealed class SlackTextTests
{
    [Theory]
    [InlineData("<!channel> hello", "&lt;!channel&gt; hello")]
    [InlineData(
        "<@U123|me> & <https://evil.example|click>",
        "&lt;@U123|me&gt; &amp; &lt;https://evil.example|click&gt;"
    )]
    [InlineData("&lt;!here&gt;", "&amp;lt;!here&amp;gt;")]
    [InlineData("a\u0000b\u001b[31mc\r\nd", "ab[31mc\nd")]
    [InlineData("evil\u202Egpj.exe", "evilgpj.exe")]
    public void Nothing_in_a_persons_text_means_anything_to_Slack(string text, string safe) =>
        Assert.Equal(safe, SlackText.Fit(text, 100));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("ab&cd", 6, "ab…")]
    [InlineData("ab👩‍👩‍👧‍👦", 8, "ab…")]
    [InlineData("aé👍", 4, "aé👍")]
    public void What_is_too_long_is_cut_between_whole_characters(string text, int max, string cut)
    {
        var fitted = SlackText.Fit(text, max);
        Assert.Equal(cut, fitted);
        Assert.True(fitted.Length <= max);
    }

    [Fact]
    public void Half_a_character_becomes_a_mark_that_it_is_missing() =>
        Assert.Equal("\uFFFD half", SlackText.Fit('\uD800' + " half", 100));

    [Fact]
    public void Right_to_left_text_keeps_its_direction_to_itself()
    {
        Assert.Equal("\u2068שלום\u2069", SlackText.Quote("שלום"));
        Assert.Equal("Desk", SlackText.Quote("Desk"));
    }
}
