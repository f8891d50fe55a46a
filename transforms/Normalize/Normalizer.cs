using System.Text;
using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Normalize;

/// <summary>
/// Turns raw batches into normalised ones: canonical values, a row hash and match keys. Pure and stateless, so any number of threads may use
/// one; the result depends on each row alone, never on the batch it came in.
/// </summary>
public sealed class Normalizer
{
    private readonly RecordSchema _source;
    private readonly int _maxCellBytes;
    private readonly int _recordKey;
    private readonly int[] _carried;
    private readonly int[] _checked;
    private readonly Field[] _fields;

    /// <summary>Throws <see cref="ArgumentException"/> where the source schema cannot be normalised.</summary>
    public Normalizer(NormalizeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxCellBytes, 1);
        _source = options.Source;
        _maxCellBytes = options.MaxCellBytes;
        Schema = NormalizedSchema.For(_source);
        _recordKey = _source.Require(ColumnRole.RecordKey);
        _carried = [.. NormalizedSchema.Carried.Select(role => _source.IndexOf(role)).Where(index => index >= 0)];
        _fields = [.. Enumerable.Range(0, _source.Columns.Length).Where(i => _source.Columns[i].IsMapped)
            .Select(i => new Field(i, Schema.Require(_source.Columns[i].Name), _source.Columns[i].Type, KeyOf(i)))];
        _checked = [.. Enumerable.Range(0, _source.Columns.Length).Where(i => NormalizedSchema.IsText(_source.Columns[i].Type))];
    }

    /// <summary>The schema of the results.</summary>
    public RecordSchema Schema { get; }

    /// <summary>As the other, for callers that have no use for unusable values.</summary>
    public RecordBatch Apply(RecordBatch raw) => Apply(raw, []);

    /// <summary>
    /// The normalised batch, which the caller owns; <paramref name="raw"/> stays the caller's too. A mapped value is null where it is blank or
    /// unusable, else the canonical value; each unusable one is added to <paramref name="unusable"/>, in row order. A row with a cell that is no text, holds a NUL or is too long is
    /// left out and noted in the rejects, with its row in <paramref name="raw"/>, after those that the raw batch carries.
    /// </summary>
    public RecordBatch Apply(RecordBatch raw, ICollection<UnusableValue> unusable)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(unusable);
        if (raw.Schema != _source && !raw.Schema.Columns.SequenceEqual(_source.Columns))
        {
            throw new ArgumentException($"The batch's columns are not those of '{_source.Name}' that this normaliser was made for.", nameof(raw));
        }

        var result = RecordBatch.Rent(Schema, raw.Sequence, Math.Max(1, raw.RowCount));
        try
        {
            using var scratch = new Scratch();
            Fill(raw, result, unusable, scratch);
            return result;
        }
        catch
        {
            result.Release();
            throw;
        }
    }

    private void Fill(RecordBatch raw, RecordBatch result, ICollection<UnusableValue> unusable, Scratch scratch)
    {
        foreach (var reject in raw.Rejects)
        {
            result.AddReject(reject);
        }

        var suspects = _checked.Where(i => SlabTraits.Of(raw.Text(i), _maxCellBytes).NeedsCheck).ToArray();
        var columns = new FieldColumns(raw, result, _fields, _maxCellBytes, unusable);
        var hash = new RowHash(scratch);
        for (var row = 0; row < raw.RowCount; row++)
        {
            if (Fault(raw, row, suspects) is { } reject)
            {
                result.AddReject(reject);
                continue;
            }

            Carry(raw, result, row);
            columns.Append(row, hash, scratch);
            result.EndRow();
        }
    }

    private Reject? Fault(RecordBatch raw, int row, int[] suspects)
    {
        foreach (var column in suspects)
        {
            var value = raw.Text(column)[row];
            if (CellCheck.Fault(value, _maxCellBytes) is { } code)
            {
                var key = Encoding.UTF8.GetString(raw.Text(_recordKey)[row]);
                return new Reject(key, code, _source.Columns[column].Name, CellCheck.Detail(code, value.Length, _maxCellBytes)) { Row = row };
            }
        }

        return null;
    }

    private void Carry(RecordBatch raw, RecordBatch result, int row)
    {
        for (var i = 0; i < _carried.Length; i++)
        {
            var from = raw.At(_carried[i]);
            var to = result.At(i);
            if (from.IsNull(row))
            {
                to.AppendNull();
            }
            else if (from is TextColumn text)
            {
                ((TextColumn)to).Append(text[row]);
            }
            else
            {
                ((Int64Column)to).Append(((Int64Column)from)[row]);
            }
        }
    }

    private MatchKey KeyOf(int column) => _source.Columns[column].Role switch
    {
        ColumnRole.Email when _source.IndexOf(ColumnRole.Email) == column => MatchKey.Email,
        ColumnRole.FirstName when _source.IndexOf(ColumnRole.FirstName) == column => MatchKey.FirstName,
        ColumnRole.LastName when _source.IndexOf(ColumnRole.LastName) == column => MatchKey.LastName,
        _ => MatchKey.None,
    };
}
