using System.Text.Json;

namespace ContactSync.Stores.Import;

/// <summary>
/// Which column of a CSV file fills which field of the store: field name to column header, each field at most once. The fields are the
/// store's value fields, <c>supporter_id</c>, <c>contact_id</c> and <c>modified_at</c>, the record's own last edit. A null mapping takes the columns that are called like a field.
/// </summary>
public sealed class ImportMapping
{
    private ImportMapping(IReadOnlyList<(string Field, string Column)> pairs) => Pairs = pairs;

    /// <summary>The pairs in the order they were given.</summary>
    public IReadOnlyList<(string Field, string Column)> Pairs { get; }

    /// <summary>Reads <c>first_name=given,last_name=surname</c>; a column header with a comma needs the JSON form.</summary>
    /// <exception cref="StoreException">A part is no pair, or names a field that is unknown or named before.</exception>
    public static ImportMapping Parse(string text, IReadOnlyList<StoreField> fields)
    {
        var pairs = new List<(string, string)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == part.Length - 1)
            {
                throw new StoreException($"'{part}' is no pair of a field and a column.", "--map", "Write field=column pairs with commas between them: first_name=given,last_name=surname.");
            }
            pairs.Add((part[..equals].Trim(), part[(equals + 1)..].Trim()));
        }
        return Checked(pairs, fields, "--map");
    }

    /// <summary>Reads a JSON file holding one object: <c>{ "first_name": "given", "last_name": "surname" }</c>.</summary>
    /// <exception cref="StoreException">The file cannot be read, is not such an object, or breaks a rule of the mapping.</exception>
    public static ImportMapping Load(string path, IReadOnlyList<StoreField> fields)
    {
        const string Form = "Write one JSON object of field names and column headers: { \"first_name\": \"given\" }.";
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
            {
                throw new StoreException("The mapping is not an object of texts.", path, Form);
            }
            return Checked([.. document.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.GetString()!))], fields, path);
        }
        catch (JsonException e)
        {
            throw new StoreException($"The mapping is not JSON: {e.Message}", path, Form, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The mapping cannot be read: {e.Message}", path, "Check the name and the access rights.", e);
        }
    }

    /// <summary>The columns of a header that are called like a field, without regard to case.</summary>
    internal static ImportMapping ByName(IReadOnlyList<string> header, IReadOnlyList<StoreField> fields) =>
        new([.. Names(fields).SelectMany(f => header.Where(c => c.Equals(f, StringComparison.OrdinalIgnoreCase)).Select(c => (f, c)))]);

    private static ImportMapping Checked(List<(string Field, string Column)> pairs, IReadOnlyList<StoreField> fields, string where)
    {
        var known = Names(fields);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, _) in pairs)
        {
            if (!known.Contains(field, StringComparer.Ordinal))
            {
                throw new StoreException(
                    $"The store has no field '{field}'.{StoreFields.Suggest(field, known)}", where, $"Fields that can be filled: {string.Join(", ", known)}.");
            }
            if (!seen.Add(field))
            {
                throw new StoreException($"The field '{field}' is mapped twice.", where, "Map each field to one column.");
            }
        }
        return pairs.Count > 0 ? new ImportMapping(pairs) : throw new StoreException("The mapping is empty.", where, "Name at least one field=column pair.");
    }

    private static List<string> Names(IReadOnlyList<StoreField> fields) => [StoreFields.Key, StoreFields.ContactId, StoreFields.Modified, .. fields.Select(f => f.Name)];
}
