using System.Text;
using ContactSync.DuckDb;

namespace ContactSync.Stores.Files;

/// <summary>A Parquet file, its cells as text: dates and times in ISO 8601 (UTC), numbers and booleans as DuckDB writes them. Nested and binary columns cannot be mapped.</summary>
internal sealed class ParquetFileReader : IRecordReader
{
    private readonly DuckDatabase _database;
    private readonly DuckConnection _connection;
    private readonly string _source;
    private readonly List<(string Name, string Type)> _columns;
    private DuckResult? _result;
    private int _row = -1;

    private ParquetFileReader(DuckDatabase database, DuckConnection connection, string path)
    {
        (_database, _connection) = (database, connection);
        _source = $"read_parquet({DuckSql.Literal(path)})";
        _columns = Describe();
        Header = [.. _columns.Select(c => c.Name)];
    }

    public IReadOnlyList<string> Header { get; }

    public long Line { get; private set; }

    public (string Code, string Message)? Fault => null;

    /// <summary>Opens the file and reads its schema. Throws <see cref="StoreException"/> when it is no Parquet file that can be read.</summary>
    public static ParquetFileReader Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new StoreException("There is no such file.", path, "Check store.path.");
        }

        var database = DuckDatabase.Open(null, new DuckDbOptions { Threads = 1, AllowedDirectories = [Path.GetDirectoryName(path)!] });
        var connection = database.Connect();
        try
        {
            return new ParquetFileReader(database, connection, path);
        }
        catch (DuckDbException e)
        {
            connection.Dispose();
            database.Dispose();
            throw new StoreException($"The file cannot be read as Parquet: {e.Message.Split('\n')[0]}", path, "Name a Parquet file in store.path, or set store.kind to what it is.", e);
        }
    }

    public bool Read()
    {
        _result ??= _connection.Query($"select {string.Join(", ", _columns.Select(AsText))} from {_source}");
        Line++;
        if (_row >= 0 && ++_row < _result.Chunk.RowCount)
        {
            return true;
        }

        // A file may hold empty row groups.
        while (_result.NextChunk())
        {
            if (_result.Chunk.RowCount > 0)
            {
                _row = 0;
                return true;
            }
        }

        return false;
    }

    public ReadOnlySpan<byte> Field(int column)
    {
        var text = _result!.Chunk.Text(column);
        return text.IsNull(_row) ? default : text[_row];
    }

    /// <summary>The type of a column that has no form as one text; null of one that has.</summary>
    public string? Unfit(int column) =>
        _columns[column].Type is var type && (type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal) || type is "BLOB" or "BIT")
            ? type : null;

    public void Dispose()
    {
        _result?.Dispose();
        _connection.Dispose();
        _database.Dispose();
    }

    private List<(string, string)> Describe()
    {
        var columns = new List<(string, string)>();
        using var result = _connection.Query($"select column_name, column_type from (describe from {_source})");
        while (result.NextChunk())
        {
            for (var row = 0; row < result.Chunk.RowCount; row++)
            {
                columns.Add((result.Chunk.Text(0).AsString(row)!, result.Chunk.Text(1).AsString(row)!));
            }
        }

        return columns;
    }

    private string AsText((string Name, string Type) column)
    {
        var name = DuckSql.Identifier(column.Name);
        return column.Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) ? $"strftime(make_timestamp(epoch_us({name})), '%Y-%m-%dT%H:%M:%S.%fZ')"
            : column.Type is "BLOB" or "BIT" ? "''"
            : $"cast({name} as varchar)";
    }
}
