using System.Globalization;
using System.Text;
using ContactSync.Generate;
using ContactSync.Transforms.Model;
using CsvHelper;

namespace ContactSync.Bench.Subjects;

/// <summary>The rows all subjects work on: supporters of the generated world, the same on every machine, as CSV and as raw batches.</summary>
internal sealed class SamplePeople
{
    private static readonly string[] Fields =
        ["first_name", "last_name", "email", "phone", "street", "city", "region", "postal_code", "country", "birthdate"];

    private SamplePeople(byte[] csv, RecordSchema schema, IReadOnlyList<RecordBatch> batches, IReadOnlyList<string?[]> rows) =>
        (Csv, Schema, Batches, Rows) = (csv, schema, batches, rows);

    /// <summary>As <c>generate</c> writes them, header first.</summary>
    public byte[] Csv { get; }

    /// <summary>Of <see cref="Batches"/>: what the local side of a run extracts.</summary>
    public RecordSchema Schema { get; }

    /// <summary>All rows, in batches of 4,096.</summary>
    public IReadOnlyList<RecordBatch> Batches { get; }

    /// <summary>The ten mapped fields of all rows as strings, for peers that work on those.</summary>
    public IReadOnlyList<string?[]> Rows { get; }

    /// <summary>Bytes of the mapped fields.</summary>
    public long ValueBytes => Rows.Sum(r => r.Sum(v => v is null ? 0L : Encoding.UTF8.GetByteCount(v)));

    public static SamplePeople Make(int rows)
    {
        using var stream = new MemoryStream();
        World.Generate(1, rows, rows).WriteSupporters(stream);
        var csv = stream.ToArray();
        var schema = new RecordSchema("extract_local",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("local_key", ColumnType.Text, ColumnRole.SideKey),
            new("org_id", ColumnType.Text, ColumnRole.Link),
            new("modified_at", ColumnType.Timestamp, ColumnRole.Stamp),
            new("first_name", ColumnType.Text, ColumnRole.FirstName),
            new("last_name", ColumnType.Text, ColumnRole.LastName),
            new("email", ColumnType.Email, ColumnRole.Email),
            new("phone", ColumnType.Phone, ColumnRole.Value),
            .. Fields[4..9].Select(f => new Column(f, ColumnType.Text, ColumnRole.Value)),
            new("birthdate", ColumnType.Date, ColumnRole.Value),
        ]);
        var (batches, strings) = Read(csv, schema);
        return new SamplePeople(csv, schema, batches, strings);
    }

    private static (List<RecordBatch> Batches, List<string?[]> Rows) Read(byte[] csv, RecordSchema schema)
    {
        var batches = new List<RecordBatch>();
        var rows = new List<string?[]>();
        using var reader = CsvReader.Create(csv, new CsvReaderOptions());
        reader.ReadHeader();
        RecordBatch? batch = null;
        for (var n = 1L; reader.Read(); n++)
        {
            if (batch is null || batch.IsFull)
            {
                batch = RecordBatch.Rent(schema, batches.Count);
                batches.Add(batch);
            }

            var key = reader.GetSpan(0);
            batch.Text(0).Append([.. "local:"u8, .. key]);
            batch.Text(1).Append(key);
            batch.Text(2).AppendNull();
            batch.Int64(3).Append(n * 1_000_000);
            var row = new string?[Fields.Length];
            for (var i = 0; i < Fields.Length; i++)
            {
                var value = reader.GetSpan(i + 1);
                row[i] = value.IsEmpty ? null : Encoding.UTF8.GetString(value);
                if (value.IsEmpty)
                {
                    batch.Text(i + 4).AppendNull();
                }
                else
                {
                    batch.Text(i + 4).Append(value);
                }
            }

            batch.EndRow();
            rows.Add(row);
        }

        return (batches, rows);
    }

    /// <summary>The name of a figure's size, such as <c>100,000 rows</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows.Count:N0} rows");
}
