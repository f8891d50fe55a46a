using System.Net;

namespace ContactSync.Salesforce.Wire;

/// <summary>How long to wait before a GET is tried again, and whether that is worth it. Full jitter: evenly from zero to the doubling bound.</summary>
internal sealed class Backoff(SalesforceOptions options, TimeProvider time, Random random)
{
    private readonly Lock gate = new();

    public static bool IsWorthIt(Exception failure) => failure switch
    {
        RequestLimitExceededException or AuthenticationFailedException => false,
        SalesforceException answered => answered.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError,
        UnexpectedResponseException odd => odd.StatusCode is HttpStatusCode.TooManyRequests,
        UnknownOutcomeException => true,
        _ => false,
    };

    public Task WaitAsync(int attempt, TimeSpan? asked, CancellationToken cancellationToken)
    {
        var wait = asked is { } told ? Min(told, options.MaxRetryDelay) : Drawn(attempt);
        return Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken);
    }

    private TimeSpan Drawn(int attempt)
    {
        var bound = Min(options.FirstRetryDelay * Math.Pow(2, attempt - 1), options.MaxRetryDelay);
        lock (gate)
        {
            return bound * random.NextDouble();
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
