using ContactSync.DuckDb;

namespace ContactSync.Load;

/// <summary>The plan's column <c>changes</c> in one chunk: for each row a range of elements, each a field and the text it is set to.</summary>
internal readonly ref struct ChangesColumn
{
    private readonly ListColumn _rows;

    public ChangesColumn(DuckChunk chunk, int column)
    {
        _rows = chunk.List(column);
        Target = Field(_rows.Elements, "target").Text();
        After = Field(_rows.Elements, "after").Text();
    }

    /// <summary>The field's name on the side that is written, by element.</summary>
    public Utf8Column Target { get; }

    /// <summary>The text it is set to, by element; null clears it.</summary>
    public Utf8Column After { get; }

    /// <summary>The elements of a row.</summary>
    public (int Start, int End) this[int row] => _rows.IsNull(row) ? default : (_rows[row].Start.Value, _rows[row].End.Value);

    private static DuckVector Field(DuckVector elements, string name)
    {
        for (var i = 0; i < elements.Type.Fields.Length; i++)
        {
            if (elements.Type.Fields[i].Name == name)
            {
                return elements.Field(i);
            }
        }

        throw new InvalidDataException($"the plan's changes have no field {name}");
    }
}
