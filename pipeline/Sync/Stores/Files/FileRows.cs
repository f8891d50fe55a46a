using System.Globalization;
using System.Text;
using ContactSync.DuckDb;
using ContactSync.Stores.Import;
using ContactSync.Transforms.Model;

namespace ContactSync.Stores.Files;

/// <summary>
/// Brings a file's records into a table <c>staged</c>, one a key. A record that cannot be used becomes a reject that names its line; of several with one key
/// the first counts.
/// </summary>
internal sealed class FileRows(IRecordReader reader, FileColumns columns, string path, DateTimeOffset fileTime)
{
    private readonly List<Reject> _rejects = [];
    private readonly string _file = Path.GetFileName(path);

    /// <summary>The records that were left out.</summary>
    public IReadOnlyList<Reject> Rejects => _rejects;

    /// <summary>Reads the whole file into the table, which it makes.</summary>
    public void Stage(DuckConnection connection, CancellationToken cancellationToken)
    {
        connection.Execute($"create table staged (line bigint, {StoreFields.Key} varchar, {StoreFields.ContactId} varchar, {StoreFields.Modified} bigint{string.Concat(columns.Fields.Select(f => $", {DuckSql.Identifier(f.Field)} varchar"))})", cancellationToken);
        using (var rows = connection.Append("staged"))
        {
            for (long read = 1; reader.Read(); read++)
            {
                if ((read & 0xFFFF) == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                Stage(rows);
            }

            rows.Complete();
        }

        DropDoubled(connection, cancellationToken);
    }

    private void Stage(DuckAppender rows)
    {
        if (reader.Fault is { } fault)
        {
            Reject(null, reader.Line, fault.Code, null, fault.Message);
            return;
        }

        var key = Trimmed(columns.Key);
        if (key.IsEmpty)
        {
            Reject(null, reader.Line, "no_key", StoreFields.Key, "the key is blank");
            return;
        }

        if (KeyRule.Fault(key) is { } wrong)
        {
            Reject(null, reader.Line, "key_invalid", StoreFields.Key, wrong);
            return;
        }

        Span<byte> link = stackalloc byte[ContactId.Length];
        var given = columns.Link == FileColumns.None ? default : Trimmed(columns.Link);
        if (!given.IsEmpty && !ContactId.TryComplete(given, link))
        {
            Reject(Encoding.UTF8.GetString(key), reader.Line, "contact_invalid", StoreFields.ContactId, RefusalText.Of("contact_invalid", null, _ => ""));
            return;
        }

        rows.Set(0, rows.Row, reader.Line);
        rows.SetText(1, rows.Row, key);
        SetText(rows, 2, given.IsEmpty ? default : link);
        rows.Set(3, rows.Row, Edited().ToUnixTimeMilliseconds() * 1000);
        for (var i = 0; i < columns.Fields.Count; i++)
        {
            SetText(rows, 4 + i, columns.Fields[i].Column == FileColumns.None ? default : reader.Field(columns.Fields[i].Column));
        }

        rows.EndRow();
    }

    // A record without a stamp of its own was edited when the file was written at the latest.
    private DateTimeOffset Edited() =>
        columns.Modified != FileColumns.None && ImportStamp.TryRead(reader.Field(columns.Modified), out var at) && at <= fileTime ? at : fileTime;

    private ReadOnlySpan<byte> Trimmed(int column) => reader.Field(column).Trim(" \t\r\n"u8);

    private static void SetText(DuckAppender rows, int column, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            rows.SetText(column, rows.Row, text);
        }
    }

    private void DropDoubled(DuckConnection connection, CancellationToken cancellationToken)
    {
        connection.Execute(
            $"""
            create temp table doubled as
            select s.line, s.{StoreFields.Key} as key, d.first from staged s
            join (select {StoreFields.Key} as key, min(line) as first from staged group by all having count(*) > 1) d on d.key = s.{StoreFields.Key} where s.line > d.first;
            delete from staged where line in (select line from doubled);
            """,
            cancellationToken);
        using var result = connection.Query("from doubled", cancellationToken);
        while (result.NextChunk())
        {
            var line = result.Chunk.Column<long>(0);
            var key = result.Chunk.Text(1);
            var first = result.Chunk.Column<long>(2);
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                Reject(key.AsString(row), line[row], "duplicate_key", StoreFields.Key, string.Create(CultureInfo.InvariantCulture, $"line {first[row]} has the same key"));
            }
        }
    }

    private void Reject(string? key, long line, string code, string? field, string why) => _rejects.Add(new Reject(
        string.Create(CultureInfo.InvariantCulture, $"local:{(key is null ? "" : key + "@")}line {line}"), code, field,
        string.Create(CultureInfo.InvariantCulture, $"{_file}, line {line}: {why}")));
}
