namespace ContactSync.Stores.Files;

/// <summary>
/// Where a file has what the store needs: the key, and where it has them the link and the record's own stamp (<see cref="None"/> where not), then the mapped fields in their
/// order, <see cref="None"/> for one that the map says the file does not have.
/// </summary>
internal sealed record FileColumns(int Key, int Link, int Modified, IReadOnlyList<(string Field, int Column)> Fields)
{
    /// <summary>The place of a column that the file does not have.</summary>
    public const int None = -1;

    /// <summary>
    /// Finds the columns by <paramref name="map"/>, where an empty name says that there is none and every record's value is blank, and what it does not name by the
    /// field's own name without regard to case. Throws <see cref="StoreException"/> when a needed column is missing or doubled, or cannot be read as text.
    /// </summary>
    public static FileColumns Resolve(IReadOnlyList<string> header, IReadOnlyList<(string Field, string Column)> map, IReadOnlyList<string> fields, Func<int, string?> unfit, string path)
    {
        if (map.FirstOrDefault(m => !fields.Contains(m.Field) && m.Field is not (StoreFields.Key or StoreFields.ContactId or StoreFields.Modified)) is { Field: { } stranger })
        {
            throw new StoreException(
                $"store.map names the field '{stranger}', which the profile does not map.{StoreFields.Suggest(stranger, fields)}", "store.map",
                $"Name one of {string.Join(", ", [StoreFields.Key, StoreFields.ContactId, StoreFields.Modified, .. fields])}.");
        }

        return new(
            Find(StoreFields.Key, isNeeded: true), Find(StoreFields.ContactId, isNeeded: false), Find(StoreFields.Modified, isNeeded: false),
            [.. fields.Select(f => (f, Find(f, isNeeded: true)))]);

        int Find(string field, bool isNeeded)
        {
            var named = map.FirstOrDefault(m => m.Field == field).Column;
            if (named is "" && field != StoreFields.Key)
            {
                return None;
            }

            var column = named ?? field;
            var comparison = named is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            int[] places = [.. Enumerable.Range(0, header.Count).Where(i => header[i].Equals(column, comparison))];
            return places switch
            {
                [var place] when unfit(place) is { } type => throw new StoreException($"The column '{header[place]}' is of the type {type}, which is not one value.", path, "Write it as text, or map another column."),
                [var place] => place,
                [] when named is null && !isNeeded => None,
                [] => throw new StoreException(
                    $"The file has no column '{column}'.{StoreFields.Suggest(column, header)}", $"{path}, header",
                    $"Name the column in store.map: {{ \"field\": \"{field}\", \"column\": \"...\" }}{(field == StoreFields.Key ? "" : ", with \"\" for it where the file has none, or leave the field out of the profile's map")}. The file's columns: {string.Join(", ", header)}."),
                _ => throw new StoreException($"The file has the column '{column}' {places.Length} times.", $"{path}, header", "Rename all but one of them in the file."),
            };
        }
    }
}
