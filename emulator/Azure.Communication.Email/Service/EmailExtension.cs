using AgentTrader.Emulator.Hosting;
using Azure.Communication.Email.Internal;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: EmulatorExtension(typeof(Azure.Communication.Email.Service.EmailExtension))]

namespace Azure.Communication.Email.Service;

/// <summary>
/// Runs the Email service inside the host, with the key of the setting <c>Email</c>, and shows what was sent at
/// <c>/emulator/outbox</c>. Without the setting there is no service.
/// </summary>
internal sealed class EmailExtension : EmulatorExtension
{
    private string? key;

    public override void ConfigureServices(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["Email"] is not { Length: > 0 } connectionString)
        {
            return;
        }

        key = ReadKey(connectionString);
        var storage =
            configuration["AzureWebJobsStorage"]
            ?? throw new HostStartException(
                "The setting 'AzureWebJobsStorage' is missing; the e-mail emulator keeps its outbox there. Add it to the app's settings."
            );
        var table = new TableClient(storage, TablePrefix(configuration["InstanceName"] ?? "") + "sentmail");
        services.AddSingleton(provider => new Outbox(
            table,
            provider.GetService<TimeProvider>() ?? TimeProvider.System
        ));
    }

    public override void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        if (key is null)
        {
            return;
        }

        var outbox = endpoints.ServiceProvider.GetRequiredService<Outbox>();
        var service = new EmailService(outbox, key);
        endpoints.MapPost("/emulator/email/emails:send", service.SendAsync);
        endpoints.MapGet("/emulator/email/emails/operations/{id}", service.GetOperationAsync);
        endpoints.MapGet("/emulator/outbox", new OutboxPage(outbox).ShowAsync);
    }

    private static string ReadKey(string connectionString)
    {
        try
        {
            var read = EmailConnectionString.Parse(connectionString).Credential.Key;
            _ = Convert.FromBase64String(read);
            return read;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new HostStartException(
                "The setting 'Email' must read endpoint=<address>;accesskey=<key in base 64>. Correct it in the app's settings.",
                exception
            );
        }
    }

    /// <summary>The product's own way to put an instance's name into a table's name, where no hyphen may stand.</summary>
    private static string TablePrefix(string instanceName) =>
        instanceName.Replace("0", "00", StringComparison.Ordinal).Replace("-", "01", StringComparison.Ordinal);
}
