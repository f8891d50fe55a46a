namespace ContactSync.Dataflow;

/// <summary>An item between two nodes, with the time it was made. An empty parcel is what a node passes on once the topology is stopping.</summary>
internal readonly record struct Parcel<T>(T Item, long MadeAt, bool HasItem)
{
    public static Parcel<T> Empty => default;

    public static Parcel<T> Of(T item, long madeAt) => new(item, madeAt, true);
}
