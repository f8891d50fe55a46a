using System.Text;
using ContactSync.DuckDb;

namespace ContactSync.Stores;

/// <summary>Stages writes as rows of <c>incoming</c>, in the column order of <see cref="StoreSql.CreateIncoming"/>. What is not set is left as the store has it.</summary>
internal sealed class IncomingRows : IDisposable
{
    private const int Key = 2, Link = 3, LinkIsSet = 4, Expected = 5, Status = 6, Edited = 7, FirstField = 8;
    private readonly DuckAppender _rows;
    private readonly bool[] _touched;
    private byte[] _utf8 = new byte[256];

    public IncomingRows(DuckConnection connection, IReadOnlyList<StoreField> fields)
    {
        _rows = connection.Append("incoming");
        _touched = new bool[fields.Count];
    }

    /// <summary>Which fields any row sets, by their place in the store's list.</summary>
    public IReadOnlyList<bool> Touched => _touched;

    /// <summary>Whether any row sets the link.</summary>
    public bool TouchesLink { get; private set; }

    /// <summary>Begins a row that <see cref="End"/> ends; <paramref name="kind"/> is one of <see cref="WriteRules"/>.</summary>
    public void Begin(long n, byte kind)
    {
        _rows.Set(0, _rows.Row, n);
        _rows.Set(1, _rows.Row, kind);
        _rows.Set(LinkIsSet, _rows.Row, false);
        for (var field = 0; field < _touched.Length; field++)
        {
            _rows.Set(FirstField + 2 * field + 1, _rows.Row, false);
        }
    }

    public void SetKey(ReadOnlySpan<byte> key) => _rows.SetText(Key, _rows.Row, key);

    public void SetKey(string key) => SetKey(Utf8(key));

    /// <summary>Sets the link to an Id of 18 characters; null takes it away.</summary>
    public void SetLink(string? contactId)
    {
        _rows.Set(LinkIsSet, _rows.Row, true);
        TouchesLink = true;
        if (contactId is not null)
        {
            _rows.SetText(Link, _rows.Row, Utf8(contactId));
        }
    }

    public void SetExpected(DateTimeOffset stamp) => _rows.Set(Expected, _rows.Row, stamp);

    public void SetStatus(string status) => _rows.SetText(Status, _rows.Row, Utf8(status));

    /// <summary>Sets when the supporter was edited by its own account, no later than now; not set, it is the time of the write.</summary>
    public void SetEdited(DateTimeOffset at) => _rows.Set(Edited, _rows.Row, at);

    /// <summary>Sets a field by its place in the store's list; an empty value clears it.</summary>
    public void SetField(int field, ReadOnlySpan<byte> value)
    {
        _rows.SetText(FirstField + 2 * field, _rows.Row, value);
        _rows.Set(FirstField + 2 * field + 1, _rows.Row, true);
        _touched[field] = true;
    }

    public void SetField(int field, string? value) => SetField(field, Utf8(value ?? ""));

    public void End() => _rows.EndRow();

    public void Complete() => _rows.Complete();

    public void Dispose() => _rows.Dispose();

    private ReadOnlySpan<byte> Utf8(string text)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (needed > _utf8.Length)
        {
            _utf8 = new byte[needed];
        }
        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8));
    }
}
