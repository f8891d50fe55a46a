using System.Text;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>The match key that a field feeds; the first field of each role does.</summary>
internal enum MatchKey
{
    None,
    Email,
    FirstName,
    LastName,
}

/// <summary>A mapped field: its positions in the raw and the normalised schema.</summary>
internal readonly record struct Field(int From, int To, ColumnType Type, MatchKey Key);

/// <summary>The columns of one raw and one normalised batch that mapped fields live in, looked up once a batch.</summary>
internal readonly ref struct FieldColumns
{
    private readonly Field[] _fields;
    private readonly TextColumn[] _from;
    private readonly TextColumn[] _to;
    private readonly SlabTraits[] _traits;
    private readonly HashColumn _hashes;
    private readonly TextColumn _emailKeys;
    private readonly TextColumn _firstKeys;
    private readonly TextColumn _lastKeys;
    private readonly TextColumn _recordKeys;
    private readonly RecordSchema _source;
    private readonly ICollection<UnusableValue> _unusable;

    /// <param name="unusable">Takes the values that a row goes on without.</param>
    public FieldColumns(RecordBatch raw, RecordBatch result, Field[] fields, int maxCellBytes, ICollection<UnusableValue> unusable)
    {
        _fields = fields;
        _unusable = unusable;
        _source = raw.Schema;
        _recordKeys = raw.Text(raw.Schema.Require(ColumnRole.RecordKey));
        _from = Array.ConvertAll(fields, field => raw.Text(field.From));
        _to = Array.ConvertAll(fields, field => result.Text(field.To));
        _traits = Array.ConvertAll(_from, column => SlabTraits.Of(column, maxCellBytes));
        _hashes = result.Hash(result.Schema.Require(NormalizedSchema.RowHash));
        _emailKeys = result.Text(result.Schema.Require(NormalizedSchema.EmailKey));
        _firstKeys = result.Text(result.Schema.Require(NormalizedSchema.FirstKey));
        _lastKeys = result.Text(result.Schema.Require(NormalizedSchema.LastKey));
    }

    /// <summary>Appends the mapped values, the hash and the keys of one raw row.</summary>
    public void Append(int row, RowHash hash, Scratch scratch)
    {
        var keys = (Email: false, First: false, Last: false);
        for (var i = 0; i < _fields.Length; i++)
        {
            var raw = _from[i][row];
            var value = CanonicalValue.Of(_fields[i].Type, raw, _traits[i], scratch);
            if (_fields[i].Type == ColumnType.Date && CalendarDate.Fault(value) is { } code)
            {
                Note(row, i, code);
                value = default;
            }

            if (value.IsEmpty)
            {
                _to[i].AppendNull();
            }
            else
            {
                _to[i].Append(value);
            }

            hash.Add(value);
            switch (_fields[i].Key)
            {
                case MatchKey.Email:
                    AppendEmail(value);
                    keys.Email = true;
                    break;
                case MatchKey.FirstName:
                    NameKey.Append(value, _firstKeys, scratch);
                    keys.First = true;
                    break;
                case MatchKey.LastName:
                    NameKey.Append(value, _lastKeys, scratch);
                    keys.Last = true;
                    break;
            }
        }

        _hashes.Append(hash.Take());
        AppendNullUnless(keys.Email, _emailKeys);
        AppendNullUnless(keys.First, _firstKeys);
        AppendNullUnless(keys.Last, _lastKeys);
    }

    private void Note(int row, int field, string code) => _unusable.Add(new UnusableValue(
        Encoding.UTF8.GetString(_recordKeys[row]), _source.Columns[_fields[field].From].Name, code, Encoding.UTF8.GetString(_from[field][row])));

    private void AppendEmail(ReadOnlySpan<byte> value)
    {
        if (EmailKey.IsAddress(value))
        {
            _emailKeys.Append(value);
        }
        else
        {
            _emailKeys.AppendNull();
        }
    }

    private static void AppendNullUnless(bool given, TextColumn keys)
    {
        if (!given)
        {
            keys.AppendNull();
        }
    }
}
