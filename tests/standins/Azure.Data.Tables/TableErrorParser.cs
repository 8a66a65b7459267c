using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads <c>{"odata.error":{"code":…,"message":{"value":"2:The …"}}}</c>; the number is there in a failed transaction only.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public const string FailedAction = "FailedTransactionAction";

    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError error, out IDictionary<string, string> data)
    {
        data = null;
        if (!TryReadBody(response, out var code, out var message))
        {
            error = response.Headers.TryGetValue("x-ms-error-code", out code) ? new ResponseError(code, response.ReasonPhrase) : null;
            return error is not null;
        }
        error = new ResponseError(code, message);
        var digits = message.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits > 0 && message[digits] == ':')
        {
            data = new Dictionary<string, string> { [FailedAction] = message[..digits] };
        }
        return true;
    }

    private static bool TryReadBody(Response response, out string code, out string message)
    {
        (code, message) = (null, null);
        if (response.ContentStream is not { CanSeek: true, Length: > 0 } body)
        {
            return false;
        }
        body.Position = 0;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("odata.error", out var error))
            {
                return false;
            }
            code = error.GetProperty("code").GetString();
            message = error.GetProperty("message").GetProperty("value").GetString();
            return true;
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy's HTML page, for one: the status still says what failed.
            return false;
        }
        finally
        {
            body.Position = 0;
        }
    }
}
