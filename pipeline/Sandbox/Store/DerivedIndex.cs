namespace ContactSync.Sandbox.Store;

/// <summary>Something kept up to date with every record of a table; an empty record is none. The store's gate guards it.</summary>
internal abstract class DerivedIndex
{
    public abstract void Update(int number, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after);
}
