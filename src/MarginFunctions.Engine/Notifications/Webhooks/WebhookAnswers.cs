using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace MarginFunctions.Engine.Notifications.Webhooks;

/// <summary>What an answer to a webhook, or its absence, means. Pure.</summary>
internal static class WebhookAnswers
{
    /// <summary>Judges an answer by its head.</summary>
    public static DeliveryResult Judge(HttpStatusCode status, RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var number = (int)status;
        var said = string.Create(CultureInfo.InvariantCulture, $"answered with {number}");
        return number switch
        {
            >= 200 and < 300 => DeliveryResult.Delivered,
            410 => new DeliveryResult(DeliveryVerdict.Hopeless, $"{said}: it is gone"),
            408 or 425 or 429 or >= 500 => new DeliveryResult(DeliveryVerdict.Unavailable, said, After(retryAfter, now)),
            >= 300 and < 400 => new DeliveryResult(DeliveryVerdict.Refused, $"{said}: redirects are not followed"),
            _ => new DeliveryResult(DeliveryVerdict.Refused, said),
        };
    }

    /// <summary>Judges what went wrong before an answer. Texts of exceptions hold addresses and are not passed on.</summary>
    public static DeliveryResult Judge(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is RefusedAddressException refused)
            {
                return new DeliveryResult(DeliveryVerdict.Refused, refused.Message);
            }
        }

        return DeliveryResult.Silence($"no connection: {(failure as HttpRequestException)?.HttpRequestError.ToString() ?? failure.GetType().Name}");
    }

    private static TimeSpan? After(RetryConditionHeaderValue? header, DateTimeOffset now) => (header?.Delta ?? header?.Date - now) is { } wait && wait > TimeSpan.Zero ? wait : null;
}
