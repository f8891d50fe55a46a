using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Writing.Objects;

/// <summary>One record on its way into the store: its values as they will be and as they were. Blank is the empty text.</summary>
internal sealed class Change
{
    private ObjectType _type = null!;
    private BlobWriter _blob = null!;
    private RowDraft _draft = null!;
    private ReadOnlyMemory<byte> _before;

    public bool IsInsert => _before.IsEmpty;

    /// <summary>The record's number; 0 for a new one.</summary>
    public int Number { get; private set; }

    /// <summary>The time of the write, in seconds.</summary>
    public long Now { get; private set; }

    /// <summary>The value the record is about to have; good to read until the next record is begun.</summary>
    public string this[string name]
    {
        get => Encoding.UTF8.GetString(_blob.Get(FieldOf(name)));
        set => _blob.Set(FieldOf(name), Encoding.UTF8.GetBytes(value));
    }

    public void Begin(ObjectType type, int number, ReadOnlyMemory<byte> before, BlobWriter blob, RowDraft draft, long now)
    {
        _type = type;
        Number = number;
        _blob = blob;
        _before = before;
        _draft = draft;
        Now = now;
    }

    /// <summary>The value before the write; blank for a new record.</summary>
    public string Was(string name) => IsInsert ? "" : Encoding.UTF8.GetString(BlobFields.Find(_before.Span, FieldOf(name).Tag));

    public bool Changes(string name) => IsInsert || !string.Equals(this[name], Was(name), StringComparison.Ordinal);

    /// <summary>The caller gives the field a value of his own.</summary>
    public bool Gives(string name) => _draft.ColumnOf(FieldOf(name)) is >= 0 and var column && _draft.Value(column).Length > 0;

    /// <summary>Sets a date-time field to the time of the write.</summary>
    public void Stamp(string name) => _blob.SetStamp(FieldOf(name));

    private Field FieldOf(string name) => _type.Find(name)!;
}
