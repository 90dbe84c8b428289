using System.Text;
using AgentTrader.Functions.Http;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Tests.Http;

public sealed class KernelTests(KernelFixture fixture) : IClassFixture<KernelFixture>
{
    private TestApp App => fixture.App;

    [Fact]
    public async Task An_unforeseen_error_is_a_500_that_tells_nothing_and_is_logged_once()
    {
        // Other tests of the same app let it explode too.
        var before = App.Logs.Entries.Count(IsTheExplosion);
        using var response = await App.GetAsync("api/v1/explode");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        var problem = await TestApp.ReadAsync(response);
        Assert.Equal("/problems/internal", problem.GetProperty("type").GetString());
        Assert.Equal(
            response.Headers.GetValues("x-correlation-id").Single(),
            problem.GetProperty("correlationId").GetString()
        );
        Assert.Equal(before + 1, App.Logs.Entries.Count(IsTheExplosion));
    }

    [Fact]
    public async Task An_answer_that_can_not_be_written_is_a_500_too()
    {
        using var response = await App.GetAsync("api/v1/unwritable");
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal(500, (await TestApp.ReadAsync(response)).GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("abc-123_X.y", true)]
    [InlineData("has space", false)]
    [InlineData("a;b", false)]
    [InlineData("<script>", false)]
    public async Task A_correlation_id_is_taken_over_only_when_it_is_safe(string given, bool taken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/health");
        request.Headers.TryAddWithoutValidation("x-correlation-id", given);
        using var response = await App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var answered = response.Headers.GetValues("x-correlation-id").Single();
        Assert.Equal(taken, answered == given);
        Assert.Matches("^[A-Za-z0-9._-]{1,64}$", answered);
    }

    [Fact]
    public async Task A_correlation_id_ends_at_64_characters()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/health");
        request.Headers.Add("x-correlation-id", new string('a', 65));
        using var response = await App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.NotEqual(new string('a', 65), response.Headers.GetValues("x-correlation-id").Single());
    }

    [Theory]
    [InlineData("api/v1/health")]
    [InlineData("api/v1/explode")]
    [InlineData("api/v1/nothing")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        using var response = await App.GetAsync(path);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains(
            "frame-ancestors 'none'",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("GET", "api/v1/nothing")]
    [InlineData("POST", "api/v1/nothing")]
    [InlineData("DELETE", "api/v1/health")]
    [InlineData("POST", "nothing/at/all")]
    [InlineData("OPTIONS", "api/v1/health")]
    public async Task An_address_that_nothing_answers_is_a_404_problem(string method, string path)
    {
        using var response = await App.SendAsync(new HttpMethod(method), path, null);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("/problems/not-found", (await TestApp.ReadAsync(response)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_function_that_declares_nothing_is_refused_to_everybody()
    {
        foreach (var token in new[] { null, await App.TokenAsync("admin") })
        {
            using var response = await App.GetAsync("api/v1/unguarded", token);
            Assert.Equal(403, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task Retry_After_is_in_whole_seconds_rounded_up()
    {
        using var response = await App.GetAsync("api/v1/slowdown");
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_a_413_problem()
    {
        var body = $$"""{"name":"{{new string('x', RequestBody.MaxLength)}}","count":1,"amount":1}""";
        using var response = await App.PostTextAsync("api/v1/probe", body, await App.TokenAsync("admin"));
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("/problems/body-too-large", (await TestApp.ReadAsync(response)).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_chunked_body_above_the_limit_is_a_413_problem()
    {
        using var content = new StreamContent(new MemoryStream(new byte[RequestBody.MaxLength + 1]));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/probe") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new("Bearer", await App.TokenAsync("admin"));
        using var response = await App.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_validation_problem_names_its_fields()
    {
        using var response = await App.PostTextAsync("api/v1/probe", """{"count":1}""", await App.TokenAsync("viewer"));
        var problem = await TestApp.ReadAsync(response);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(["name", "amount"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        var token = await App.TokenAsync("admin");
        var numbers = new List<int>();
        var pages = 0;
        for (var path = "api/v1/probe"; path is not null; pages++)
        {
            using var response = await App.GetAsync(path, token);
            var page = await TestApp.ReadAsync(response);
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetInt32()));
            path = page.GetProperty("nextPageToken").GetString() is { } next ? $"api/v1/probe?pageToken={next}" : null;
        }

        Assert.Equal(Enumerable.Range(0, 120), numbers);
        Assert.Equal(3, pages);
    }

    [Theory]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=101")]
    [InlineData("pageSize=ten")]
    [InlineData("pageSize=1.5")]
    [InlineData("pageSize=99999999999999999999")]
    [InlineData("pageSize=1&pageSize=2")]
    [InlineData("pageToken=x")]
    [InlineData("pageToken=!!!!")]
    [InlineData("pageToken=AAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_bad_page_parameter_is_a_400(string query)
    {
        using var response = await App.GetAsync($"api/v1/probe?{query}", await App.TokenAsync("admin"));
        Assert.Equal(400, (int)response.StatusCode);
        var name = query[..query.IndexOf('=', StringComparison.Ordinal)];
        Assert.True((await TestApp.ReadAsync(response)).GetProperty("errors").TryGetProperty(name, out _));
    }

    [Fact]
    public async Task A_page_token_belongs_to_its_list_and_filters()
    {
        var token = await App.TokenAsync("admin");
        using var first = await App.GetAsync("api/v1/probe?filter=a", token);
        var next = (await TestApp.ReadAsync(first)).GetProperty("nextPageToken").GetString();
        using var same = await App.GetAsync($"api/v1/probe?filter=a&pageSize=7&pageToken={next}", token);
        using var other = await App.GetAsync($"api/v1/probe?filter=b&pageToken={next}", token);
        Assert.Equal((200, 400), ((int)same.StatusCode, (int)other.StatusCode));
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_a_400_problem()
    {
        using var content = new StringContent("name=a", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await App.SendAsync(
            HttpMethod.Post,
            "api/v1/probe",
            content,
            await App.TokenAsync("trader")
        );
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Refusals_are_no_errors_in_the_log()
    {
        var before = App.Logs.Entries.Count(entry => entry.Level >= LogLevel.Warning);
        using var response = await App.GetAsync("api/v1/probe");
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(before, App.Logs.Entries.Count(entry => entry.Level >= LogLevel.Warning));
    }

    private static bool IsTheExplosion((LogLevel Level, string Text, Exception? Error) entry) =>
        entry.Error?.Message == "secret detail";
}
