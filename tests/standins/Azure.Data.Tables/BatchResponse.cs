using System.Globalization;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>The parts of a multipart answer to an entity group transaction.</summary>
internal static class BatchResponse
{
    private const string NewLine = "\r\n";

    public static IReadOnlyList<Response> Parse(string body)
    {
        var parts = new List<Response>();
        foreach (var part in body.Split($"{NewLine}--{ChangeSetBoundary(body)}").Skip(1))
        {
            // What stands before the status line is MIME headers, and in Azurite's general errors a stray boundary.
            var status = part.IndexOf("HTTP/1.1 ", StringComparison.Ordinal);
            if (status >= 0)
            {
                parts.Add(ParsePart(part[status..]));
            }
        }
        return parts;
    }

    private static string ChangeSetBoundary(string body)
    {
        const string Marker = "boundary=";
        var start = body.IndexOf(Marker, StringComparison.Ordinal);
        var end = start < 0 ? -1 : body.IndexOf(NewLine, start, StringComparison.Ordinal);
        return end < 0
            ? throw new FormatException("The answer to a table transaction has no change set.")
            : body[(start + Marker.Length)..end].Trim('"', ' ');
    }

    private static BatchPartResponse ParsePart(string part)
    {
        var blank = part.IndexOf(NewLine + NewLine, StringComparison.Ordinal);
        var head = (blank < 0 ? part : part[..blank]).Split(NewLine, StringSplitOptions.RemoveEmptyEntries);
        var body = blank < 0 ? "" : part[(blank + 4)..].Trim();
        var status = head[0].Split(' ', 3);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in head.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
        }
        var reason = status.Length > 2 ? status[2] : "";
        return new BatchPartResponse(int.Parse(status[1], CultureInfo.InvariantCulture), reason, headers, Encoding.UTF8.GetBytes(body));
    }
}
