using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>
/// The other records of the org, read and written for the sake of one being written, in the same transaction and past the
/// rules a caller is held to. The caller holds the store's gate.
/// </summary>
internal sealed class OrgRecords(OrgStore store)
{
    private readonly RecordLookup _lookup = new(store);
    private readonly BlobWriter _blob = new();
    private Transaction _transaction = null!;
    private Caller _caller = null!;
    private long _now;

    public void Begin(Transaction transaction, Caller caller, long now)
    {
        _transaction = transaction;
        _caller = caller;
        _now = now;
    }

    /// <summary>The highest number of a record of that object.</summary>
    public int Last(string type) => store.Table(TypeOf(type)).Last;

    public string Id(string type, int number) => _lookup.Id(TypeOf(type), number);

    /// <summary>The live record of that object an id names; 0 when there is none.</summary>
    public int Find(string type, string id) =>
        id.Length > 0 && _lookup.ById(TypeOf(type), Encoding.ASCII.GetBytes(id)) is > 0 and var number && _lookup.IsLive(TypeOf(type), number) ? number : 0;

    /// <summary>A stored value as text; blank when the field or the record is.</summary>
    public string Value(string type, int number, string field) => Text(store.Table(TypeOf(type))[number].Span, TypeOf(type).Find(field)!);

    /// <summary>The live records whose field holds the value, lowest number first; a scan where the field has no index.</summary>
    public List<int> Where(string type, string field, string value)
    {
        var table = store.Table(TypeOf(type));
        var found = new List<int>();
        if (table.LookupIndexOf(TypeOf(type).Find(field)!) is { } index)
        {
            var key = Encoding.UTF8.GetBytes(value);
            for (var number = index.Find(key); number != 0; number = index.Find(key, number))
            {
                found.Add(number);
            }
            found.Sort();
            return found;
        }
        var scanned = TypeOf(type).Find(field)!;
        for (var number = 1; number <= table.Last; number++)
        {
            if (_lookup.IsLive(TypeOf(type), number) && string.Equals(Text(table[number].Span, scanned), value, StringComparison.Ordinal))
            {
                found.Add(number);
            }
        }
        return found;
    }

    public void Add(string type, params ReadOnlySpan<(string Field, string Value)> values)
    {
        _blob.Begin(TypeOf(type), new RecordHeader(false, _now, _now, _now, _caller.Number, _caller.Number));
        _blob.AddDefaults(_caller);
        Put(type, _transaction.Table(TypeOf(type)).Last + 1, values);
    }

    /// <summary>Points a lookup elsewhere as the org itself does; only SystemModstamp moves.</summary>
    public void Point(string type, int number, string field, string id) => Edit(type, number, byUser: false, (field, id));

    /// <summary>Takes a record out of the recycle bin; all stamps move.</summary>
    public void Undelete(string type, int number, params ReadOnlySpan<(string Field, string Value)> values)
    {
        var before = _transaction.Table(TypeOf(type))[number].Span;
        _blob.Begin(TypeOf(type), Blob.ReadHeader(before) with { Deleted = false, Modified = _now, SystemStamp = _now, ModifiedBy = _caller.Number });
        _blob.AddAll(before);
        Put(type, number, values);
    }

    /// <summary>The deleted records whose field holds the value and that went at a given time.</summary>
    public List<int> DeletedWith(string type, string field, string value, long at)
    {
        var (table, wanted) = (store.Table(TypeOf(type)), TypeOf(type).Find(field)!);
        return [.. Enumerable.Range(1, table.Last).Where(n => table[n] is { IsEmpty: false } blob && Blob.IsDeleted(blob.Span) && Blob.Modified(blob.Span) == at && Text(blob.Span, wanted) == value)];
    }

    /// <summary>Changes fields as a user would: all stamps move.</summary>
    public void Set(string type, int number, params ReadOnlySpan<(string Field, string Value)> values) => Edit(type, number, byUser: true, values);

    /// <summary>Adds to a number the org keeps itself; only SystemModstamp moves.</summary>
    public void Count(string type, int number, string field, double by)
    {
        if (number == 0 || by == 0)
        {
            return;
        }
        _ = double.TryParse(Value(type, number, field), NumberStyles.Float, CultureInfo.InvariantCulture, out var before);
        var after = TypeOf(type).Find(field)!.IsFloating ? JavaDouble.Format(before + by) : ((int)(before + by)).ToString(CultureInfo.InvariantCulture);
        Edit(type, number, byUser: false, (field, after));
    }

    /// <summary>Moves a live record to the recycle bin, or removes it for good; nothing follows from it.</summary>
    public void Delete(string type, int number, bool hard) => Delete(TypeOf(type), number, hard);

    public void Delete(ObjectType type, int number, bool hard)
    {
        var table = _transaction.Table(type);
        var after = hard ? [] : table[number].ToArray();
        if (!hard)
        {
            Blob.WriteHeader(after, Blob.ReadHeader(after) with { Deleted = true, Modified = _now, SystemStamp = _now, ModifiedBy = _caller.Number });
        }
        _transaction.Put(table, number, after);
    }

    private void Edit(string type, int number, bool byUser, params ReadOnlySpan<(string Field, string Value)> values)
    {
        var before = _transaction.Table(TypeOf(type))[number].Span;
        var header = Blob.ReadHeader(before) with { SystemStamp = _now };
        _blob.Begin(TypeOf(type), byUser ? header with { Modified = _now, ModifiedBy = _caller.Number } : header);
        _blob.AddAll(before);
        Put(type, number, values);
    }

    private void Put(string type, int number, ReadOnlySpan<(string Field, string Value)> values)
    {
        foreach (var (field, value) in values)
        {
            _blob.Set(TypeOf(type).Find(field)!, Encoding.UTF8.GetBytes(value));
        }
        _transaction.Put(_transaction.Table(TypeOf(type)), number, _blob.Finish());
    }

    private ObjectType TypeOf(string name) => store.Schema.Find(name)!;

    private static string Text(ReadOnlySpan<byte> blob, Field field) => blob.IsEmpty ? "" : Encoding.UTF8.GetString(BlobFields.Find(blob, field.Tag));
}
