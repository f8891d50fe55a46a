using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>Finds records by id or by a key field. The caller holds the store's gate when a key is looked up.</summary>
internal sealed class RecordLookup(OrgStore store)
{
    /// <summary>The record a normalised id names; 0 when this org has no such record of that object (deleted ones count).</summary>
    public int ById(ObjectType type, ReadOnlySpan<byte> id)
    {
        if (!OfObject(type, id) || !OfThisOrg(id))
        {
            return 0;
        }
        var number = SfId.Number(id);
        return number <= store.Table(type).Last && !store.Table(type)[(int)number].IsEmpty ? (int)number : 0;
    }

    public static bool OfObject(ObjectType type, ReadOnlySpan<byte> id) => Ascii.Equals(id[..3], type.Prefix);

    /// <summary>The object an id belongs to by its prefix.</summary>
    public ObjectType? ObjectOf(ReadOnlySpan<byte> id) => store.Schema.FindByPrefix(Encoding.ASCII.GetString(id[..3]));

    /// <summary>Counts the live records holding a key (2 means two or more) and gives the first.</summary>
    public (int Number, int Count) ByKey(ObjectType type, Field field, ReadOnlySpan<byte> key)
    {
        var index = store.Table(type).IndexOf(field);
        var first = index?.Find(key) ?? 0;
        return (first, first == 0 ? 0 : index!.Find(key, first) == 0 ? 1 : 2);
    }

    public bool IsLive(ObjectType type, int number) => store.Table(type)[number] is { IsEmpty: false } blob && !Blob.IsDeleted(blob.Span);

    public string Id(ObjectType type, int number) => SfId.Format(type.Prefix, store.Catalog.Pod, number);

    private bool OfThisOrg(ReadOnlySpan<byte> id) => Ascii.Equals(id[3..6], store.Catalog.Pod);
}
