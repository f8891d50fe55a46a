namespace ContactSync.Salesforce.Wire;

/// <summary>A body as it arrives: counts its bytes and gives up, with an <see cref="IOException"/>, when it stays silent too long.</summary>
internal sealed class ArrivingStream(Stream inner, Meters meters, Deadline idle) : ReadStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var link = idle.Link(cancellationToken);
        idle.Restart();
        try
        {
            var count = await Inner.ReadAsync(buffer, idle.Token);
            meters.Received(count);
            return count;
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"no byte came for {idle.Limit.TotalSeconds:0.#} s", e);
        }
        finally
        {
            idle.Stop();
        }
    }
}
