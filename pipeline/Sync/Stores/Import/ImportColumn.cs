namespace ContactSync.Stores.Import;

/// <summary>Where a mapped field stands in the file: its column, and its place among the store's value fields (or one of the ids and the stamp).</summary>
internal readonly record struct ImportColumn(int Column, int Field)
{
    /// <summary>The places of the three columns that are no value fields.</summary>
    public const int KeyField = -1, ContactField = -2, ModifiedField = -3;

    /// <summary>Finds each mapped column in the header.</summary>
    /// <exception cref="StoreException">A column is missing or stands in the header twice, or nothing is mapped.</exception>
    public static ImportColumn[] Resolve(ImportMapping mapping, IReadOnlyList<string> header, string path, StoreSql sql)
    {
        var where = $"{path}, line 1";
        if (mapping.Pairs.Count == 0)
        {
            throw new StoreException("No column of the file is called like a field of the store.", where, $"Give a mapping: --map field=column,... The file's columns: {string.Join(", ", header)}.");
        }
        return [.. mapping.Pairs.Select(pair => new ImportColumn(Find(pair.Column), Place(pair.Field)))];

        int Find(string column) => header.Count(c => c == column) switch
        {
            1 => header.TakeWhile(c => c != column).Count(),
            0 => throw new StoreException(
                $"The file has no column '{column}'.{StoreFields.Suggest(column, header)}", where, $"Correct the mapping; the file's columns: {string.Join(", ", header)}."),
            _ => throw new StoreException($"The file has the column '{column}' more than once.", where, "Rename the others in the header."),
        };

        int Place(string field) => field switch
        {
            StoreFields.Key => KeyField,
            StoreFields.ContactId => ContactField,
            StoreFields.Modified => ModifiedField,
            _ => sql.IndexOf(field),
        };
    }
}
