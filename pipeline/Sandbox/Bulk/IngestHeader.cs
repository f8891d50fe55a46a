using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Bulk;

/// <summary>The header row of an upload bound to fields; throws <see cref="JobFault"/> for the first column that names nothing.</summary>
internal sealed class IngestHeader
{
    private const int MostColumns = 5_000;
    private const int LongestHeader = 32_000;

    private IngestHeader(DraftColumn[] columns, string[] cells)
    {
        Columns = columns;
        Cells = cells;
    }

    public DraftColumn[] Columns { get; }

    /// <summary>The cells as uploaded; results repeat them unquoted.</summary>
    public string[] Cells { get; }

    public static IngestHeader Bind(OrgSchema schema, ObjectType type, CsvRow row, string operation)
    {
        if (row.Count > MostColumns)
        {
            throw JobFault.TooLarge("The number of columns", MostColumns);
        }
        if (Enumerable.Range(0, row.Count).Sum(i => row[i].Length + 1) > LongestHeader)
        {
            throw JobFault.TooLarge("The length of the header row", LongestHeader);
        }
        var cells = new string[row.Count];
        var columns = new DraftColumn[row.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Encoding.UTF8.GetString(row[i]);
            columns[i] = BindColumn(schema, type, cells[i]);
            if (columns.AsSpan(0, i).Contains(columns[i]))
            {
                throw new JobFault("InvalidBatch : Duplicate column name : " + cells[i]);
            }
        }
        if (operation is "delete" or "hardDelete" && columns is not [{ Field.System: SystemField.Id }])
        {
            throw new JobFault($"InvalidBatch : A {operation} takes one column, Id");
        }
        return new IngestHeader(columns, cells);
    }

    private static DraftColumn BindColumn(OrgSchema schema, ObjectType type, string cell)
    {
        if (type.Find(cell) is { } field)
        {
            return new DraftColumn(field);
        }
        var dot = cell.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || cell.LastIndexOf('.') != dot)
        {
            throw JobFault.FieldNotFound(cell);
        }
        var (relationship, key) = (cell[..dot], cell[(dot + 1)..]);
        var colon = relationship.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? null : relationship[..colon];
        var name = relationship[(colon + 1)..];
        var via = type.FindLookup(name);
        if (via is null)
        {
            throw prefix is null ? JobFault.FieldNotFound(cell) : new JobFault("InvalidBatch : Unable to find relationship: " + name);
        }
        if (prefix is not null && !via.Polymorphic)
        {
            throw new JobFault("InvalidBatch : type is not needed for non polymorphic foreign key references: " + name);
        }
        // A lookup to several objects names the one it means, as in Lead:Who.Email.
        var target = prefix is null && via.Polymorphic ? null : schema.Find(prefix ?? via.ReferenceTo[0]);
        return target is not null && via.ReferenceTo.Contains(target.Name) && target.Find(key) is { IsKey: true } far ? new DraftColumn(via, target, far) : throw JobFault.FieldNotFound(cell);
    }
}
