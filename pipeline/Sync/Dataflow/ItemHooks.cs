namespace ContactSync.Dataflow;

/// <summary>What a topology must know of the items of a node: how many rows one holds, and how to give one up that nobody will work on.</summary>
internal sealed class ItemHooks<T>(Func<T, long>? rows, Action<T>? discard)
{
    public long Rows(T item) => rows?.Invoke(item) ?? 0;

    public void Discard(T item) => discard?.Invoke(item);

    /// <summary>Whether the parcel is to be worked on; one that comes after the stop is given up here.</summary>
    public bool Admit(Parcel<T> parcel, Flow flow)
    {
        if (!parcel.HasItem)
        {
            return false;
        }

        if (flow.Stopping)
        {
            Discard(parcel.Item);
            return false;
        }

        return true;
    }
}
