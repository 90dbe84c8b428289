using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentTrader.Testing;
using Azure;
using Azure.Communication.Email;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Email;

public sealed class EmailTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_that_was_sent_is_in_the_outbox()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        var message = new EmailMessage(
            "desk@agenttrader.example",
            new EmailRecipients(
                [new EmailAddress("ana@example.com", "Ana")],
                [new EmailAddress("ben@example.com")],
                [new EmailAddress("cy@example.com")]
            ),
            new EmailContent("Approval needed: é") { PlainText = "Buy 10 ACME?", Html = "<p>Buy 10 ACME?</p>" }
        );
        message.Headers["x-priority"] = "1";
        message.Attachments.Add(new EmailAttachment("report.csv", "text/csv", BinaryData.FromString("a,b")));

        var operation = await email.Client().SendAsync(WaitUntil.Completed, message, Cancel);

        var mail = Assert.Single(await OutboxAsync(email));
        Assert.True(operation.HasCompleted);
        Assert.Equal(EmailSendStatus.Succeeded, operation.Value.Status);
        Assert.Equal(operation.Id, mail.GetProperty("id").GetString());
        Assert.Equal("2026-03-02T14:30:00+00:00", mail.GetProperty("sentAt").GetString());
        Assert.Equal("desk@agenttrader.example", mail.GetProperty("from").GetString());
        Assert.Equal("ana@example.com", mail.GetProperty("to")[0].GetString());
        Assert.Equal("ben@example.com", mail.GetProperty("cc")[0].GetString());
        Assert.Equal("cy@example.com", mail.GetProperty("bcc")[0].GetString());
        Assert.Equal("Approval needed: é", mail.GetProperty("subject").GetString());
        Assert.Equal("Buy 10 ACME?", mail.GetProperty("plainText").GetString());
        Assert.Equal("<p>Buy 10 ACME?</p>", mail.GetProperty("html").GetString());
        Assert.Equal("1", mail.GetProperty("headers").GetProperty("x-priority").GetString());
        Assert.Equal("report.csv", mail.GetProperty("attachments")[0].GetProperty("name").GetString());
        Assert.Equal(3, mail.GetProperty("attachments")[0].GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task A_mail_that_was_only_handed_over_can_be_asked_about_later()
    {
        await using var email = await RunningEmail.StartAsync(azurite);

        var started = await email
            .Client()
            .SendAsync(
                WaitUntil.Started,
                "a@example.com",
                "b@example.com",
                "Hi",
                "<p>Hi</p>",
                cancellationToken: Cancel
            );
        var later = new EmailSendOperation(started.Id, email.Client());
        await later.UpdateStatusAsync(Cancel);

        Assert.False(started.HasCompleted);
        Assert.Throws<InvalidOperationException>(() => started.Value);
        Assert.Equal(202, started.GetRawResponse().Status);
        Assert.True(later.HasCompleted);
        Assert.Equal(EmailSendStatus.Succeeded, later.Value.Status);
    }

    [Fact]
    public async Task A_mail_sent_twice_under_one_id_goes_out_once()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        var id = new Guid("0198c0de-0000-7000-8000-000000000001");
        var message = new EmailMessage("a@example.com", "b@example.com", new EmailContent("Once") { PlainText = "x" });

        var first = await email.Client().SendAsync(WaitUntil.Completed, message, id, Cancel);
        email.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await email.Client().SendAsync(WaitUntil.Completed, message, id, Cancel);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(id.ToString(), Assert.Single(await OutboxAsync(email)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_outbox_shows_the_newest_first_and_those_to_one_address()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        foreach (
            var (to, subject) in new[] { ("ana@example.com", "1"), ("ben@example.com", "2"), ("ANA@example.com", "3") }
        )
        {
            await email
                .Client()
                .SendAsync(WaitUntil.Started, "a@example.com", to, subject, "<p>x</p>", cancellationToken: Cancel);
            email.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["3", "2", "1"], Subjects(await OutboxAsync(email)));
        Assert.Equal(["3", "1"], Subjects(await OutboxAsync(email, "?to=ana@example.com")));
        Assert.Empty(await OutboxAsync(email, "?to=na@example.com"));

        static IEnumerable<string?> Subjects(JsonElement[] mails) =>
            mails.Select(mail => mail.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_hostile_mail_is_shown_and_runs_nothing()
    {
        const string Attack = "\"><script>alert('x')</script><img src=x onerror=alert(1)>";
        await using var email = await RunningEmail.StartAsync(azurite);
        var message = new EmailMessage(
            "a@example.com",
            "b@example.com",
            new EmailContent("Subject " + Attack) { PlainText = "Text " + Attack, Html = "<p>Html</p>" + Attack }
        );
        message.Attachments.Add(new EmailAttachment(Attack, "text/plain", BinaryData.FromString("x")));
        await email.Client().SendAsync(WaitUntil.Started, message, Cancel);

        using var response = await email.Http.GetAsync($"/emulator/outbox?to=", Cancel);
        var page = await response.Content.ReadAsStringAsync(Cancel);
        var filtered = await email.Http.GetStringAsync($"/emulator/outbox?to={Uri.EscapeDataString(Attack)}", Cancel);

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("Subject &quot;&gt;&lt;script&gt;", page);
        Assert.Contains("sandbox=\"\"", page);
        Assert.DoesNotContain("<script", page + filtered, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page + filtered, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_nothing_is_kept()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        var stranger = email.Client("d3Jvbmcga2V5");

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            stranger.SendAsync(
                WaitUntil.Started,
                "a@example.com",
                "b@example.com",
                "Hi",
                "<p>x</p>",
                cancellationToken: Cancel
            )
        );
        var asking = await Assert.ThrowsAsync<RequestFailedException>(async () =>
            await new EmailSendOperation("0198c0de-0000-7000-8000-000000000001", stranger).UpdateStatusAsync(Cancel)
        );

        Assert.Equal(401, refused.Status);
        Assert.Equal("Denied", refused.ErrorCode);
        Assert.Equal(401, asking.Status);
        Assert.Empty(await OutboxAsync(email));
    }

    [Fact]
    public async Task A_request_without_a_signature_or_with_a_changed_body_is_refused()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        var recorded = new RecordingPolicy();
        var options = new EmailClientOptions();
        options.AddPolicy(recorded, Azure.Core.HttpPipelinePosition.BeforeTransport);
        await new EmailClient(email.ConnectionString(), options).SendAsync(
            WaitUntil.Started,
            "a@example.com",
            "b@example.com",
            "Hi",
            "<p>x</p>",
            cancellationToken: Cancel
        );

        using var unsigned = await email.Http.PostAsync(recorded.PathAndQuery, JsonContent.Create(new { }), Cancel);
        using var changed = new HttpRequestMessage(HttpMethod.Post, recorded.PathAndQuery)
        {
            Content = JsonContent.Create(new { senderAddress = "mallory@example.com" }),
        };
        foreach (var (name, value) in recorded.Signature)
        {
            changed.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await email.Http.SendAsync(changed, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Single(await OutboxAsync(email));
    }

    [Fact]
    public async Task Signs_as_the_service_documents_it()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        var recorded = new RecordingPolicy();
        var options = new EmailClientOptions(EmailClientOptions.ServiceVersion.V2023_03_31);
        options.AddPolicy(recorded, Azure.Core.HttpPipelinePosition.BeforeTransport);
        var client = new EmailClient(email.ConnectionString("AQID"), options);

        // The service has another key; what was sent is what counts here.
        await Assert.ThrowsAsync<RequestFailedException>(() =>
            client.SendAsync(
                WaitUntil.Started,
                "a@example.com",
                "b@example.com",
                "Hi",
                "<p>x</p>",
                cancellationToken: Cancel
            )
        );

        var signed = recorded.Signature.ToDictionary(header => header.Name, header => header.Value);
        var text =
            "POST\n/emulator/email/emails:send?api-version=2023-03-31\n"
            + $"{signed["x-ms-date"]};{new Uri(email.Origin).Authority};{signed["x-ms-content-sha256"]}";
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(new byte[] { 1, 2, 3 }, Encoding.ASCII.GetBytes(text))
        );

        Assert.Equal(Convert.ToBase64String(SHA256.HashData(recorded.Body)), signed["x-ms-content-sha256"]);
        Assert.Equal(
            $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}",
            signed["Authorization"]
        );
    }

    [Fact]
    public async Task A_mail_without_what_it_needs_is_not_sent()
    {
        await using var email = await RunningEmail.StartAsync(azurite);

        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync("a@example.com", "b@example.com", "Subject", " "));
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync("a@example.com", "b@example.com", " ", "<p>x</p>"));
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync("a@example.com", "", "Subject", "<p>x</p>"));
        await Assert.ThrowsAsync<ArgumentException>(() => SendAsync("", "b@example.com", "Subject", "<p>x</p>"));
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            SendAsync("a@example.com", "no address", "Subject", "<p>x</p>")
        );

        Assert.Equal(400, refused.Status);
        Assert.Empty(await OutboxAsync(email));

        Task SendAsync(string from, string to, string subject, string html) =>
            email.Client().SendAsync(WaitUntil.Started, from, to, subject, html, cancellationToken: Cancel);
    }

    [Fact]
    public async Task A_long_mail_is_kept_whole_and_one_too_long_is_refused()
    {
        await using var email = await RunningEmail.StartAsync(azurite);
        var report = string.Concat(Enumerable.Repeat("0123456789", 50_000));

        await SendAsync(report);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => SendAsync(report + report));

        Assert.Equal(report, Assert.Single(await OutboxAsync(email)).GetProperty("plainText").GetString());
        Assert.Equal(413, refused.Status);

        Task SendAsync(string text) =>
            email
                .Client()
                .SendAsync(
                    WaitUntil.Started,
                    new EmailMessage("a@example.com", "b@example.com", new EmailContent("Report") { PlainText = text }),
                    Cancel
                );
    }

    [Fact]
    public async Task The_outbox_survives_a_restart_and_is_the_instances_own()
    {
        await using (var before = await RunningEmail.StartAsync(azurite, "survivor-0"))
        {
            await before
                .Client()
                .SendAsync(
                    WaitUntil.Started,
                    "a@example.com",
                    "b@example.com",
                    "Kept",
                    "<p>x</p>",
                    cancellationToken: Cancel
                );
        }

        await using var after = await RunningEmail.StartAsync(azurite, "survivor-0");
        await using var other = await RunningEmail.StartAsync(azurite, "survivor");

        Assert.Equal("Kept", Assert.Single(await OutboxAsync(after)).GetProperty("subject").GetString());
        Assert.Empty(await OutboxAsync(other));
    }

    [Fact]
    public async Task A_reset_of_storage_empties_the_outbox_and_mails_are_taken_again()
    {
        await using var email = await RunningEmail.StartAsync(azurite, "resetting");
        await SendAsync("Before");

        await new TableClient(azurite.ConnectionString, "resettingsentmail").DeleteAsync(Cancel);
        var empty = await OutboxAsync(email);
        await new TableClient(azurite.ConnectionString, "resettingsentmail").DeleteAsync(Cancel);
        await SendAsync("After");

        Assert.Empty(empty);
        Assert.Equal("After", Assert.Single(await OutboxAsync(email)).GetProperty("subject").GetString());

        Task SendAsync(string subject) =>
            email
                .Client()
                .SendAsync(
                    WaitUntil.Started,
                    "a@example.com",
                    "b@example.com",
                    subject,
                    "<p>x</p>",
                    cancellationToken: Cancel
                );
    }

    [Theory]
    [InlineData("endpoint=https://acme.communication.azure.com/")]
    [InlineData("accesskey=AAAA")]
    [InlineData("endpoint=nowhere;accesskey=AAAA")]
    [InlineData("")]
    public void Refuses_a_connection_string_without_what_it_needs(string connectionString)
    {
        Assert.ThrowsAny<ArgumentException>(() => new EmailClient(connectionString));
    }

    private static async Task<JsonElement[]> OutboxAsync(RunningEmail email, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/emulator/outbox" + query);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await email.Http.SendAsync(request, Cancel);
        response.EnsureSuccessStatusCode();
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return [.. json.GetProperty("items").EnumerateArray()];
    }
}
