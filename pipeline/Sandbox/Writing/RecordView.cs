using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>
/// Reads the fields of one record after another in their CSV form; an empty span is null. A span is good until the next
/// call. One reader a thread.
/// </summary>
internal sealed class RecordView
{
    private readonly OrgStore _store;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly Field?[] _nameParts;
    private readonly byte[] _scratch = new byte[1024];
    private ReadOnlyMemory<byte> _blob;
    private bool _parsed;
    private ShownFields? _shown;

    public RecordView(OrgStore store, ObjectType type)
    {
        _store = store;
        Type = type;
        _starts = new int[type.TagCount];
        _lengths = new int[type.TagCount];
        _nameParts = [type.Find("FirstName"), type.Find("MiddleName"), type.Find("LastName"), type.Find("Suffix")];
    }

    public ObjectType Type { get; }

    public int Number { get; private set; }

    public bool IsDeleted => Blob.IsDeleted(_blob.Span);

    public void Load(int number, ReadOnlyMemory<byte> blob)
    {
        Number = number;
        _blob = blob;
        _parsed = false;
    }

    public ReadOnlySpan<byte> Get(Field field) => field.System switch
    {
        SystemField.None => Stored(field),
        SystemField.Id => Id(Type.Prefix, Number),
        SystemField.IsDeleted => Blob.IsDeleted(_blob.Span) ? "true"u8 : "false"u8,
        SystemField.CreatedDate => At(Blob.Created(_blob.Span)),
        SystemField.LastModifiedDate => At(Blob.Modified(_blob.Span)),
        SystemField.SystemModstamp => At(Blob.SystemStamp(_blob.Span)),
        SystemField.CreatedById => Id("005", Blob.CreatedBy(_blob.Span)),
        SystemField.LastModifiedById => Id("005", Blob.ModifiedBy(_blob.Span)),
        SystemField.PersonName => PersonName(),
        SystemField.Shown => (_shown ??= new ShownFields(_store)).Get(this, field),
        _ => default,
    };

    /// <summary>A stamp of the header as seconds, without making text of it; null for every other field.</summary>
    public long? Seconds(Field field) => field.System switch
    {
        SystemField.CreatedDate => Blob.Created(_blob.Span),
        SystemField.LastModifiedDate => Blob.Modified(_blob.Span),
        SystemField.SystemModstamp => Blob.SystemStamp(_blob.Span),
        _ => null,
    };

    private ReadOnlySpan<byte> Stored(Field field)
    {
        if (!_parsed)
        {
            Parse();
        }
        var length = _lengths[field.Tag];
        return length > 0 ? _blob.Span.Slice(_starts[field.Tag], length) : field.Type == FieldType.Boolean ? "false"u8 : default;
    }

    private void Parse()
    {
        Array.Clear(_lengths);
        var fields = new BlobFields(_blob.Span);
        while (fields.Next())
        {
            _starts[fields.Tag] = fields.Start;
            _lengths[fields.Tag] = fields.Length;
        }
        _parsed = true;
    }

    private ReadOnlySpan<byte> Id(string prefix, int number)
    {
        SfId.Format(prefix, _store.Catalog.Pod, number, _scratch);
        return _scratch.AsSpan(0, SfId.Length);
    }

    private ReadOnlySpan<byte> At(long seconds)
    {
        Stamp.Write(seconds, _scratch);
        return _scratch.AsSpan(0, Stamp.TextLength);
    }

    private ReadOnlySpan<byte> PersonName()
    {
        var length = 0;
        foreach (var part in _nameParts)
        {
            var value = part is null ? default : Stored(part);
            if (!value.IsEmpty)
            {
                if (length > 0)
                {
                    _scratch[length++] = (byte)' ';
                }
                value.CopyTo(_scratch.AsSpan(length));
                length += value.Length;
            }
        }
        return _scratch.AsSpan(0, length);
    }
}
