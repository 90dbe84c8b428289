using AgentTrader.Functions.Http;
using AgentTrader.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace AgentTrader.Functions.Demo;

/// <summary>
/// Serves the built dashboard from <c>wwwroot</c> beside the executable, and answers every address that nothing else answers.
/// </summary>
public sealed class DashboardFiles(IConfiguration settings) : IDisposable
{
    private const string Index = "index.html";

    // Leaves out files and folders that begin with a dot, and never leaves its root.
    private readonly PhysicalFileProvider files = new(EnsureRoot());
    private readonly FileExtensionContentTypeProvider contentTypes = new();
    private readonly string contentSecurityPolicy = Policy(settings["SignalR"]);

    [Function("Dashboard")]
    [Api("The dashboard's files.", Anonymous = true, Undocumented = true)]
    public IResult Run(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "get",
            "head",
            "post",
            "put",
            "patch",
            "delete",
            "options",
            Route = "{*path}"
        )]
            HttpRequest request
    )
    {
        var path = request.Path.Value!.TrimStart('/');
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!isRead || $"{path}/".StartsWith("api/", StringComparison.OrdinalIgnoreCase))
        {
            throw NothingHere(
                $"Nothing answers {request.Method} at this address: see /api/v1/openapi.json for what does."
            );
        }

        return Serve(request.HttpContext.Response, Find(path));
    }

    public void Dispose() => files.Dispose();

    /// <summary>A missing file with an extension is missing; any other address is a page within the dashboard.</summary>
    private IFileInfo Find(string path)
    {
        var file = files.GetFileInfo(path.Length == 0 ? Index : path);
        if (!file.Exists && Path.GetExtension(path).Length == 0)
        {
            file = files.GetFileInfo(Index);
        }

        return file.Exists
            ? file
            : throw NothingHere(
                "There is no such file: the dashboard begins at '/', and exists once it has been built."
            );
    }

    private IResult Serve(HttpResponse response, IFileInfo file)
    {
        // Vite puts a hash of the content into the names of what it puts under assets/, so those never change.
        var hashed = file.PhysicalPath!.Contains(
            $"{Path.DirectorySeparatorChar}assets{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal
        );
        response.Headers.CacheControl = hashed ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.ContentSecurityPolicy = contentSecurityPolicy;
        var type = contentTypes.TryGetContentType(file.Name, out var known) ? known : "application/octet-stream";
        return Results.File(
            file.PhysicalPath,
            type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type,
            lastModified: file.LastModified,
            entityTag: new EntityTagHeaderValue($"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\"")
        );
    }

    /// <summary>Only our own files, and beside them the SignalR service that negotiation sends the page to.</summary>
    private static string Policy(string? signalRConnection)
    {
        var endpoint = signalRConnection
            ?.Split(';')
            .FirstOrDefault(part => part.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase))
            ?["Endpoint=".Length..].TrimEnd('/');
        var live = endpoint is null ? "" : $" {endpoint} ws{endpoint["http".Length..]}";
        return $"default-src 'self'; connect-src 'self'{live}; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    private static string EnsureRoot() =>
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "wwwroot")).FullName;

    private static ProblemException NothingHere(string detail) => new(404, "/problems/not-found", "Not found", detail);
}
