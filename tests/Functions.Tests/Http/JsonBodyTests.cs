using System.Text;
using AgentTrader.Functions.Http;
using AgentTrader.Services;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Functions.Tests.Http;

public sealed class JsonBodyTests
{
    private const string Valid = """{"name":"a","count":1,"amount":1.5""";

    [Fact]
    public async Task Reads_a_full_body()
    {
        var probe = await ReadAsync(
            Valid
                + """
                ,"mood":"bad","ratio":0.5,"at":"2025-12-26T10:30:00+01:00","flag":true,"note":null,
                "symbols":["A"],"hours":{"start":"09:30","end":"16:00"},"limits":{"x":1}}
                """
        );
        Assert.Equal(new DateTimeOffset(2025, 12, 26, 9, 30, 0, TimeSpan.Zero), probe.At);
        Assert.Equal((ProbeMood.Bad, 0.5, true, null), (probe.Mood, probe.Ratio, probe.Flag, probe.Note));
        Assert.Equal("A", Assert.Single(probe.Symbols!));
        Assert.Equal(new ProbeHours("09:30", "16:00"), probe.Hours);
        Assert.Equal(1, probe.Limits!["x"]);
    }

    [Fact]
    public async Task What_is_absent_has_its_default()
    {
        var probe = await ReadAsync(Valid + "}");
        Assert.Equal(new Probe("a", 1, 1.5m), probe);
    }

    [Theory]
    [InlineData(""","unknown":1}""", "unknown")]
    [InlineData(""","Name":"b"}""", "Name")]
    [InlineData(""","ratio":"0.5"}""", "ratio")]
    [InlineData(""","ratio":1e400}""", "ratio")]
    [InlineData(""","mood":"Bad"}""", "mood")]
    [InlineData(""","mood":1}""", "mood")]
    [InlineData(""","mood":"bad, very_good"}""", "mood")]
    [InlineData(""","mood":null}""", "mood")]
    [InlineData(""","at":"2025-12-26T10:30:00"}""", "at")]
    [InlineData(""","at":"2025-12-26"}""", "at")]
    [InlineData(""","at":"yesterday"}""", "at")]
    [InlineData(""","flag":"true"}""", "flag")]
    [InlineData(""","flag":1}""", "flag")]
    [InlineData(""","note":7}""", "note")]
    [InlineData(""","note":"\ud800"}""", "note")]
    [InlineData(""","symbols":"A"}""", "symbols")]
    [InlineData(""","symbols":["A",null]}""", "symbols[1]")]
    [InlineData(""","symbols":["A",["B"]]}""", "symbols[1]")]
    [InlineData(""","hours":[]}""", "hours")]
    [InlineData(""","hours":{"start":"09:30"}}""", "hours.end")]
    [InlineData(""","hours":{"start":"09:30","end":null}}""", "hours.end")]
    [InlineData(""","hours":{"start":"09:30","end":"16:00","zone":"x"}}""", "hours.zone")]
    [InlineData(""","limits":{"x":"1"}}""", "limits.x")]
    [InlineData(""","limits":{"x":1.5}}""", "limits.x")]
    public async Task Names_the_field_that_fails(string rest, string field)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(Valid + rest));
        Assert.Equal((400, "/problems/invalid-request"), (problem.Status, problem.Type));
        Assert.Equal(field, Assert.Single(problem.Errors).Key);
    }

    [Theory]
    [InlineData("count", "2147483648")]
    [InlineData("count", "1.5")]
    [InlineData("count", "\"1\"")]
    [InlineData("count", "null")]
    [InlineData("count", "{}")]
    [InlineData("amount", "79228162514264337593543950336")]
    [InlineData("amount", "1e400")]
    [InlineData("amount", "\"1.5\"")]
    [InlineData("amount", "true")]
    [InlineData("name", "null")]
    [InlineData("name", "5")]
    public async Task Refuses_a_value_of_another_type_or_range(string field, string value)
    {
        var members = new Dictionary<string, string>
        {
            ["name"] = "\"a\"",
            ["count"] = "1",
            ["amount"] = "1",
            [field] = value,
        };
        var body = "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body));
        Assert.Equal(field, Assert.Single(problem.Errors).Key);
    }

    [Fact]
    public async Task Names_every_failing_field_at_once()
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            ReadAsync("""{"count":"1","mood":"sad","hours":{"begin":1},"x":1}""")
        );
        Assert.Equal(
            ["amount", "count", "hours.begin", "hours.end", "hours.start", "mood", "name", "x"],
            problem.Errors.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Contains("very_good, bad", problem.Errors["mood"][0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData(Valid + "}x")]
    [InlineData(Valid + "}{}")]
    [InlineData(Valid + ",}")]
    [InlineData(Valid + ",\"count\":2}")]
    [InlineData(Valid + "/* no */}")]
    [InlineData("\uFEFF" + Valid + "}")]
    public async Task Refuses_what_is_not_well_formed(string body)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body));
        Assert.Equal((400, "/problems/malformed-body"), (problem.Status, problem.Type));
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"\ud800":1,"\ud800":2}""")]
    [InlineData("""{"limits":{"\udfff":1}}""")]
    public async Task Refuses_names_that_are_no_text(string body)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body));
        Assert.Equal(400, problem.Status);
    }

    [Fact]
    public void Whatever_arrives_is_read_or_refused_with_a_400()
    {
        var full = Encoding.UTF8.GetBytes(
            Valid + ""","mood":"bad","at":"2025-12-26T10:30:00Z","symbols":["A"],"hours":{"start":"a","end":"b"}}"""
        );
        var damage = Gen.Choose(0, full.Length - 1)
            .Zip(Gen.Elements("{}[]\":,\\0123456789eE+-.unltrfas\0\u00ff".ToArray()));
        Prop.ForAll(
                damage.ListOf().ToArbitrary(),
                changes =>
                {
                    var body = full.ToArray();
                    foreach (var (at, character) in changes)
                    {
                        body[at] = (byte)character;
                    }

                    try
                    {
                        JsonBody.Parse<Probe>(body);
                    }
                    catch (ProblemException problem)
                    {
                        return problem.Status == 400;
                    }

                    return true;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20250303, 1));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    public async Task Refuses_what_is_no_object(string body)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body));
        Assert.Equal("$", Assert.Single(problem.Errors).Key);
    }

    [Fact]
    public async Task Refuses_nesting_beyond_the_limit_without_falling_over()
    {
        var body = "{\"symbols\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body));
        Assert.Equal("/problems/malformed-body", problem.Type);
    }

    [Fact]
    public async Task Refuses_bytes_that_are_no_UTF_8()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("""{"name":" """), 0xC3, 0x28, .. "\"}"u8];
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(body, "application/json"));
        Assert.Contains("UTF-8", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("garbage")]
    public async Task Refuses_another_content_type(string? contentType)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            ReadAsync(Encoding.UTF8.GetBytes(Valid + "}"), contentType)
        );
        Assert.Equal(400, problem.Status);
    }

    [Fact]
    public async Task Takes_the_charset_by_any_spelling()
    {
        var probe = await ReadAsync(Encoding.UTF8.GetBytes(Valid + "}"), "Application/JSON; charset=\"UTF-8\"");
        Assert.Equal("a", probe.Name);
    }

    [Fact]
    public async Task Refuses_a_body_without_a_length_once_it_is_too_long()
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() =>
            ReadAsync(new byte[RequestBody.MaxLength + 1], "application/json")
        );
        Assert.Equal(413, problem.Status);
    }

    [Fact]
    public async Task An_endless_list_of_errors_is_cut()
    {
        var members = string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"x{number}\":1"));
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync("{" + members + "}"));
        Assert.InRange(problem.Errors.Count, 1, 60);
    }

    private static Task<Probe> ReadAsync(string body) => ReadAsync(Encoding.UTF8.GetBytes(body), "application/json");

    private static async Task<Probe> ReadAsync(byte[] body, string? contentType)
    {
        var http = new DefaultHttpContext();
        http.Request.Body = new MemoryStream(body);
        http.Request.ContentType = contentType;
        return await http.Request.ReadBodyAsync<Probe>(TestContext.Current.CancellationToken);
    }
}
