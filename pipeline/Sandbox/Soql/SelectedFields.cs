using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Soql;

/// <summary>Binds the select list of a query for records: each field once, and FIELDS() as the fields it stands for.</summary>
internal sealed class SelectedFields(SoqlQuery query, ObjectType type, Func<string, int, FieldPath> resolve)
{
    private const int MostWithAll = 200;

    public FieldPath[] Bind()
    {
        var paths = new List<FieldPath>();
        foreach (var item in query.CountOnly ? [] : query.Select.Where(s => s.TypeOf is null))
        {
            if (item.Alias is not null)
            {
                throw SoqlFault.Malformed(query.Text, item.Column, "only aggregate expressions use field aliasing");
            }
            if (item.Function is not null and not "FIELDS")
            {
                throw SoqlFault.Malformed(query.Text, item.Column, $"unexpected token: '{item.Function}'");
            }
            foreach (var path in item.Function is null ? [resolve(item.Path, item.Column)] : Fields(item))
            {
                if (paths.Exists(p => p.Name == path.Name))
                {
                    throw SoqlFault.InvalidField(query.Text, item.Column, $"duplicate field selected: {path.Name}");
                }
                paths.Add(path);
            }
        }
        return [.. paths];
    }

    private IEnumerable<FieldPath> Fields(SoqlSelect item)
    {
        var group = item.Path.ToUpperInvariant();
        if (group is not ("ALL" or "STANDARD" or "CUSTOM"))
        {
            throw SoqlFault.Malformed(query.Text, item.Column, $"unexpected token: '{item.Path}'");
        }
        if (group != "STANDARD" && (query.Limit is null or > MostWithAll))
        {
            throw SoqlFault.Malformed(query.Text, item.Column, "The SOQL FIELDS function must have a LIMIT of at most 200");
        }
        return type.Fields.Where(f => group == "ALL" || f.Custom == (group == "CUSTOM")).Select(f => resolve(f.Name, item.Column));
    }
}
