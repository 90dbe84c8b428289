using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Internal;

/// <summary>Reads the multipart response of a transaction: one part for each action, or a single one that says why it failed.</summary>
internal static class BatchResponses
{
    private const string Line = "\r\n";
    private const string BlankLine = "\r\n\r\n";

    /// <exception cref="TableTransactionFailedException">The service refused the transaction.</exception>
    public static IReadOnlyList<Response> Parse(Response response)
    {
        var boundary = Boundary(response.Headers.ContentType ?? "", response);
        var changeSet = Parts(response.Content.ToString(), boundary).FirstOrDefault() ?? "";
        var head = changeSet.Split(BlankLine, 2)[0];
        var parts = head.Contains("multipart/mixed", StringComparison.OrdinalIgnoreCase)
            ? Parts(changeSet, Boundary(head, response))
            : [changeSet];

        var responses = new List<Response>();
        foreach (var part in parts)
        {
            responses.Add(ReadPart(part, response));
        }

        return responses is [{ Status: >= 400 } failure]
            ? throw new TableTransactionFailedException(
                new RequestFailedException(failure, null, TableErrorParser.Instance)
            )
            : responses;
    }

    private static string Boundary(string contentType, Response response)
    {
        const string Name = "boundary=";
        var start = contentType.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            throw new RequestFailedException(response);
        }

        var value = contentType.AsSpan(start + Name.Length);
        var end = value.IndexOfAny(';', '\r', '\n');
        return (end < 0 ? value : value[..end]).Trim().Trim('"').ToString();
    }

    /// <summary>What stands between the delimiters, without what stands before the first and after the last.</summary>
    private static IEnumerable<string> Parts(string body, string boundary) =>
        body.Split("--" + boundary).Skip(1).Where(part => !part.StartsWith("--", StringComparison.Ordinal));

    /// <summary>A part is its own headers, a blank line, and an HTTP response: status line, headers, a blank line, a body.</summary>
    private static BatchPartResponse ReadPart(string part, Response response)
    {
        var http = part.IndexOf("HTTP/1.1 ", StringComparison.Ordinal);
        if (http < 0)
        {
            throw new RequestFailedException(response);
        }

        var headAndBody = part[http..].Split(BlankLine, 2);
        var lines = headAndBody[0].Split(Line, StringSplitOptions.RemoveEmptyEntries);
        var status = lines[0].Split(' ', 3);
        var result = new BatchPartResponse(
            int.Parse(status[1], CultureInfo.InvariantCulture),
            status.ElementAtOrDefault(2) ?? ""
        );
        foreach (var line in lines.Skip(1))
        {
            var header = line.Split(':', 2);
            if (header.Length == 2)
            {
                result.Add(header[0].Trim(), header[1].Trim());
            }
        }

        if (headAndBody.Length == 2)
        {
            result.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(headAndBody[1].Trim()));
        }

        return result;
    }
}
