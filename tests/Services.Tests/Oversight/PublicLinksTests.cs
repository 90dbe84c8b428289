using System.Web;
using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Oversight;

public sealed class PublicLinksTests
{
    private const string Key = "a signing key for tests, long enough to be one";
    private const string Request = "ovr_0000000000000000";
    private readonly ManualTimeProvider clock = new(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_pictures_address_is_good_until_it_expires_and_only_for_its_request()
    {
        var links = new PublicLinks(new Uri("https://desk.example/"), Key, clock);
        var (expires, signature) = PartsOf(links.Picture(Request, clock.GetUtcNow())!);
        Assert.True(links.IsGood(Request, expires, signature));
        Assert.False(links.IsGood("ovr_0000000000000001", expires, signature));
        Assert.False(links.IsGood(Request, expires + "0", signature));
        Assert.False(links.IsGood(Request, expires, ""));
        Assert.False(new PublicLinks(null, Key + "!", clock).IsGood(Request, expires, signature));
        clock.Advance(PublicLinks.Lifetime);
        Assert.True(links.IsGood(Request, expires, signature));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(links.IsGood(Request, expires, signature));
    }

    [Fact]
    public void Without_a_public_address_there_are_no_links()
    {
        var links = new PublicLinks(PublicLinks.ReadRoot(""), Key, clock);
        Assert.Null(links.Dashboard());
        Assert.Null(links.Picture(Request, clock.GetUtcNow()));
        Assert.Throws<SettingException>(() => PublicLinks.ReadRoot("desk.example"));
    }

    private static (string Expires, string Signature) PartsOf(Uri address)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        return (query["expires"]!, query["signature"]!);
    }
}
