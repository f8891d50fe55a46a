namespace ContactSync.Orgs;

/// <summary>How a job is waited for: the first pause, each next half as long again up to the longest, each shortened by up to a fifth at random.</summary>
public sealed class Polling(TimeSpan first, TimeSpan longest, TimeProvider clock, Random random)
{
    /// <summary>Asks until the answer is final. There is no limit of time: a slow job is not a failed one.</summary>
    public async Task<T> UntilAsync<T>(Func<CancellationToken, Task<T>> ask, Func<T, bool> isFinal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(isFinal);
        for (var pause = first; ; pause = Longer(pause))
        {
            await Task.Delay(Jittered(pause), clock, cancellationToken);
            if (await ask(cancellationToken) is var answer && isFinal(answer))
            {
                return answer;
            }
        }
    }

    /// <summary>Waits before something that failed so many times is tried again.</summary>
    public Task AgainAsync(int failures, CancellationToken cancellationToken)
    {
        var pause = first;
        for (var i = 1; i < failures; i++)
        {
            pause = Longer(pause);
        }

        return Task.Delay(Jittered(pause), clock, cancellationToken);
    }

    private TimeSpan Longer(TimeSpan pause) => pause * 1.5 < longest ? pause * 1.5 : longest;

#pragma warning disable CA5394 // jitter, not a secret
    private TimeSpan Jittered(TimeSpan pause) => pause * (1 - (random.NextDouble() / 5));
#pragma warning restore CA5394
}
