using ContactSync.Salesforce;
using ContactSync.Transforms.Model;

namespace ContactSync.Orgs;

/// <summary>
/// How a record of the org becomes a row of <c>extract_org</c>: which field is asked for, and into which column it goes. Fields that the org lacks
/// (a sync key) are not asked for and stay null.
/// </summary>
internal sealed class OrgRow
{
    private readonly RecordSchema _schema;
    private readonly int[] _fieldOf;

    /// <summary>Field names by column of the schema; null where the column is not filled from a field.</summary>
    public OrgRow(RecordSchema schema, IReadOnlyList<string?> fieldByColumn)
    {
        _schema = schema;
        Fields = [.. fieldByColumn.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        _fieldOf = [.. fieldByColumn.Select(f => f is null ? -1 : Fields.ToList().FindIndex(g => g.Equals(f, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>The fields to select.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Where each field of <see cref="Fields"/> stands in a result. Throws where one is missing.</summary>
    public int[] Places(CsvRows rows) => [.. Fields.Select(rows.IndexOf)];

    /// <summary>Appends a record given as CSV cells; an empty cell is null.</summary>
    public void Append(RecordBatch batch, CsvRows rows, int[] places)
    {
        for (var column = 0; column < _fieldOf.Length; column++)
        {
            Append(batch, column, _fieldOf[column] < 0 ? [] : rows.Field(places[_fieldOf[column]]));
        }

        batch.EndRow();
    }

    /// <summary>Appends a record given as one value a field of <see cref="Fields"/>; an empty value is null.</summary>
    public void Append(RecordBatch batch, IReadOnlyList<byte[]> values)
    {
        for (var column = 0; column < _fieldOf.Length; column++)
        {
            Append(batch, column, _fieldOf[column] < 0 ? [] : values[_fieldOf[column]]);
        }

        batch.EndRow();
    }

    private void Append(RecordBatch batch, int column, ReadOnlySpan<byte> value)
    {
        var to = batch.At(column);
        if (_schema.Columns[column].Role == ColumnRole.RecordKey)
        {
            var text = (TextColumn)to;
            var room = text.Reserve(value.Length + 4);
            "org:"u8.CopyTo(room);
            value.CopyTo(room[4..]);
            text.Commit(value.Length + 4);
        }
        else if (value.IsEmpty)
        {
            to.AppendNull();
        }
        else if (to is Int64Column instants)
        {
            instants.Append(OrgInstant.TryParse(value, out var microseconds)
                ? microseconds
                : throw new InvalidDataException($"{_schema.Columns[column].Name} of {_schema.Name} is no instant: '{System.Text.Encoding.UTF8.GetString(value)}'"));
        }
        else
        {
            ((TextColumn)to).Append(value);
        }
    }
}
