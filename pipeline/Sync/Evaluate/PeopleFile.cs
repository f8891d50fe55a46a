using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ContactSync.Cli;
using ContactSync.Match;
using ContactSync.Stores.Import;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.People;

namespace ContactSync.Evaluate;

/// <summary>A CSV of people with a header. What its columns mean is said by a mapping, or by their names where those are names of roles.</summary>
public sealed class PeopleFile
{
    private readonly string _path;
    private readonly string[] _header;
    private readonly PersonRole[] _roles;
    private readonly RecordSchema _schema;
    private readonly PersonColumns _columns;
    private int _lines;

    private PeopleFile(string path, string[] header, PersonRole[] roles)
    {
        (_path, _header, _roles) = (path, header, roles);
        _schema = new RecordSchema("people", [.. header.Select((_, i) => new Column($"c{i}", ColumnType.Text, ColumnRole.Value))]);
        _columns = new PersonColumns(roles);
    }

    /// <summary>The keys of the records read so far, in their order.</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Lines that are no CSV records.</summary>
    public int Faults { get; private set; }

    /// <summary>What each column is taken for.</summary>
    public IEnumerable<(string Column, PersonRole Role)> Mapped => _header.Zip(_roles);

    /// <summary>Opens a file; <paramref name="mapping"/> is a JSON object of column names to roles, or null. Records without a column of keys are
    /// known by their places in the file, from 1, where that <paramref name="mayCount"/>.</summary>
    public static PeopleFile Open(string path, string? mapping, bool mayCount = false)
    {
        if (!File.Exists(path))
        {
            throw new UserException("There is no such file.", path, "Name a CSV file with a header.", ExitCode.Configuration);
        }

        using var reader = new CsvRecordReader(File.OpenRead(path));
        if (!reader.Read() || reader.Fault is not null)
        {
            throw new UserException("The file has no header.", path, "Its first line must name the columns.", ExitCode.Configuration);
        }

        var header = Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.Field(i)).Trim()).ToArray();
        var roles = mapping is null ? [.. header.Select(RoleNames.Of)] : Mapping(header, mapping);
        return mayCount || roles.Contains(PersonRole.Id)
            ? new PeopleFile(path, header, roles)
            : throw new UserException("No column holds the records' keys.", path, "Call one \"id\", or map one to it: {\"column\": \"id\"} in a file for --mapping.", ExitCode.Configuration);
    }

    /// <summary>The values of the column of sources, each once, in ordinal order; empty where there is none.</summary>
    public IReadOnlyList<string> Sources()
    {
        if (!_columns.Has(PersonRole.Source))
        {
            return [];
        }

        var sources = new SortedSet<string>(StringComparer.Ordinal);
        using var reader = Records();
        while (reader.Read())
        {
            if (reader.FieldCount == _header.Length)
            {
                sources.Add(Encoding.UTF8.GetString(Field(reader, PersonRole.Source)));
            }
        }

        return [.. sources];
    }

    /// <summary>The records, or those of one source; a line that is no CSV record is counted and passed over.</summary>
    public async IAsyncEnumerable<PeopleBatch> ReadAsync(int batchRows, string? source, bool isLeft, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var reader = Records();
        RecordBatch? batch = null;
        long sequence = 0;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _lines++;
            if (reader.FieldCount != _header.Length)
            {
                Faults += isLeft ? 1 : 0;
                continue;
            }

            if (source is not null && source != Encoding.UTF8.GetString(Field(reader, PersonRole.Source)))
            {
                continue;
            }

            batch ??= RecordBatch.Rent(_schema, sequence++, batchRows);
            Append(reader, batch);
            if (batch.IsFull)
            {
                yield return new PeopleBatch(batch, _columns, isLeft, 0);
                batch = null;
            }
        }

        if (batch is not null)
        {
            yield return new PeopleBatch(batch, _columns, isLeft, 0);
        }
    }

    private CsvRecordReader Records()
    {
        var reader = new CsvRecordReader(File.OpenRead(_path));
        reader.Read();
        return reader;
    }

    private void Append(CsvRecordReader reader, RecordBatch batch)
    {
        Ids.Add(_roles.Contains(PersonRole.Id) ? Encoding.UTF8.GetString(Field(reader, PersonRole.Id)) : _lines.ToString(System.Globalization.CultureInfo.InvariantCulture));
        for (var i = 0; i < _header.Length; i++)
        {
            var value = reader.Field(i);
            if (value.IsEmpty || !Utf8.IsValid(value) || value.IndexOf("\uFFFE"u8) >= 0)
            {
                batch.Text(i).AppendNull();
            }
            else
            {
                batch.Text(i).Append(value);
            }
        }

        batch.EndRow();
    }

    private ReadOnlySpan<byte> Field(CsvRecordReader reader, PersonRole role) => reader.Field(Array.IndexOf(_roles, role));

    private static PersonRole[] Mapping(string[] header, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var columns = document.RootElement.EnumerateObject().ToList();

            // Columns that differ in case alone are told apart; else case does not matter.
            var names = columns.DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).Count() == columns.Count ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
            if (columns.GroupBy(c => c.Name, names).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new UserException($"The mapping names the column '{twice.Key}' twice.", path, "Name each column once.", ExitCode.Configuration);
            }

            var map = columns.ToDictionary(c => c.Name, c => c.Value.GetString() ?? "", names);
            if (!map.Keys.Any(c => header.Contains(c, names)))
            {
                throw new UserException("The mapping names no column that the file has.", path, $"The file's columns: {string.Join(", ", header)}", ExitCode.Configuration);
            }

            return [.. header.Select(h => map.TryGetValue(h, out var role) ? Role(role, path) : PersonRole.None)];
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException)
        {
            throw new UserException($"The mapping cannot be read: {e.Message}", path, "It is a JSON object of column names to roles.", ExitCode.Configuration, e);
        }
    }

    private static PersonRole Role(string name, string path)
    {
        var role = RoleNames.Of(name);
        return role != PersonRole.None || name is "none" or "" or "ignore"
            ? role
            : throw new UserException(
                $"'{name}' is no role.", path, $"Roles: {string.Join(", ", Enum.GetNames<PersonRole>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}", ExitCode.Configuration);
    }
}
