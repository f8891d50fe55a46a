using ContactSync.Match;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Bench.Throughput;

/// <summary>Reads what <see cref="MatchPeople"/> has written, batch by batch, so that matching is measured without the making of its people.</summary>
internal sealed class MatchFile(string path, int left, int right)
{
    private static readonly PersonRole[] Roles =
        [PersonRole.FirstName, PersonRole.LastName, PersonRole.Email, PersonRole.Phone, PersonRole.Street, PersonRole.City, PersonRole.PostalCode, PersonRole.DateOfBirth];

    private static readonly PersonColumns Columns = new(Roles);

    private readonly RecordSchema _schema = new("people", [.. Roles.Select(r => new Column(r.ToString(), ColumnType.Text, ColumnRole.Value))]);

    public async IAsyncEnumerable<PeopleBatch> ReadAsync()
    {
        await Task.Yield();
        using var file = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), 1 << 20);
        foreach (var isLeft in (bool[])[true, false])
        {
            var count = isLeft ? left : right;
            for (var from = 0; from < count; from += RecordBatch.DefaultRows)
            {
                yield return new PeopleBatch(Batch(file, from, Math.Min(count - from, RecordBatch.DefaultRows)), Columns, isLeft, 0);
            }
        }
    }

    private RecordBatch Batch(BufferedStream file, int from, int rows)
    {
        var batch = RecordBatch.Rent(_schema, from);
        Span<byte> value = stackalloc byte[256];
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < Roles.Length; i++)
            {
                var length = file.ReadByte();
                if (length == 0)
                {
                    batch.Text(i).AppendNull();
                    continue;
                }

                file.ReadExactly(value[..length]);
                batch.Text(i).Append(value[..length]);
            }

            batch.EndRow();
        }

        return batch;
    }
}
