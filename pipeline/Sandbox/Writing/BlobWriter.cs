using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Writing;

/// <summary>Puts one stored record together; its buffers serve record after record.</summary>
internal sealed class BlobWriter
{
    private readonly ValueSlab _values = new();
    private readonly ValueSlab _out = new();
    private int[] _starts = [];
    private int[] _lengths = [];
    private ObjectType _type = null!;
    private RecordHeader _header;

    public void Begin(ObjectType type, RecordHeader header)
    {
        _type = type;
        _header = header;
        _values.Clear();
        if (_starts.Length < type.TagCount)
        {
            _starts = new int[type.TagCount];
            _lengths = new int[type.TagCount];
        }
        Array.Clear(_lengths);
    }

    public void AddAll(ReadOnlySpan<byte> blob)
    {
        var fields = new BlobFields(blob);
        while (fields.Next())
        {
            Set(fields.Tag, blob.Slice(fields.Start, fields.Length));
        }
    }

    public void AddDefaults(Caller caller)
    {
        foreach (var field in _type.Defaulted)
        {
            Set(field.Tag, field.DefaultBytes);
        }
        if (_type.Owner is { } owner)
        {
            Span<byte> id = stackalloc byte[SfId.Length];
            Encoding.ASCII.GetBytes(caller.Id, id);
            Set(owner.Tag, id);
        }
    }

    public void Set(Field field, ReadOnlySpan<byte> value) =>
        Set(field.Tag, value.IsEmpty && field.Type == FieldType.Boolean ? "false"u8 : value);

    /// <summary>The value the record has so far; empty when the field is blank.</summary>
    public ReadOnlySpan<byte> Get(Field field) => _values.Slice(_starts[field.Tag], _lengths[field.Tag]);

    /// <summary>Sets a date-time field to the time of this write.</summary>
    public void SetStamp(Field field)
    {
        Span<byte> text = stackalloc byte[Stamp.TextLength];
        Stamp.Write(_header.Modified, text);
        Set(field.Tag, text);
    }

    /// <summary>Takes the audit stamps a seed gives; those it leaves out follow the last change, or the creation.</summary>
    public void SetStamps(RowDraft draft)
    {
        var created = Given(draft, SystemField.CreatedDate);
        var modified = Given(draft, SystemField.LastModifiedDate);
        var system = Given(draft, SystemField.SystemModstamp);
        _header = _header with
        {
            Created = created ?? modified ?? system ?? _header.Created,
            Modified = modified ?? system ?? created ?? _header.Modified,
            SystemStamp = system ?? modified ?? created ?? _header.SystemStamp,
        };
    }

    /// <summary>The record put together; good until the next one is begun.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        _out.Clear();
        Blob.WriteHeader(_out.Reserve(Blob.HeaderLength), _header);
        for (var tag = 0; tag < _type.TagCount; tag++)
        {
            if (_lengths[tag] > 0)
            {
                VarInt.Write(_out, tag);
                VarInt.Write(_out, _lengths[tag]);
                _out.Add(_values.Slice(_starts[tag], _lengths[tag]));
            }
        }
        return _out.Slice(0, _out.Length);
    }

    private void Set(int tag, ReadOnlySpan<byte> value)
    {
        _starts[tag] = _values.Length;
        _lengths[tag] = value.Length;
        _values.Add(value);
    }

    private static long? Given(RowDraft draft, SystemField stamp)
    {
        var column = Array.FindIndex(draft.Columns, c => c.Field.System == stamp);
        return column >= 0 && Stamp.TryParse(draft.Value(column), out var seconds) ? seconds : null;
    }
}
