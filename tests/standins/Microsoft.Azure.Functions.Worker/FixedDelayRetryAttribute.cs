using System.Globalization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stand-in; shape from Microsoft.Azure.Functions.Worker (azure-functions-dotnet-worker).</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        if (!TimeSpan.TryParse(delayInterval, CultureInfo.InvariantCulture, out var delay) || delay < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(delayInterval), delayInterval, "A delay is a time span that is not negative.");
        }
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    public string DelayInterval { get; }
}
