namespace ContactSync.Sandbox.Soql;

/// <summary>Refusals of a query in Salesforce's form: the words around the fault, a caret below it, row and column, then what is wrong.</summary>
internal static class SoqlFault
{
    private const int Around = 40;

    public static SalesforceFault Malformed(string soql, int column, string message) => At("MALFORMED_QUERY", soql, column, message);

    public static SalesforceFault InvalidField(string soql, int column, string message) => At("INVALID_FIELD", soql, column, message);

    /// <summary>A character no token can hold; <paramref name="index"/> counts from 0, as the message does.</summary>
    public static SalesforceFault Character(string soql, int index)
    {
        var (row, column) = Place(soql, index);
        var what = index < soql.Length ? soql[index].ToString() : "<EOF>";
        return Malformed(soql, Math.Max(1, index), $"line {row}:{column - 1} no viable alternative at character '{what}'");
    }

    /// <summary>A text that is still open at the end of the query.</summary>
    public static SalesforceFault Unclosed(string soql)
    {
        var (row, column) = Place(soql, soql.Length);
        return Malformed(soql, soql.Length, $"line {row}:{column - 1} mismatched character '<EOF>' expecting '\''");
    }

    /// <summary>A fault at a place counted from 1 over the whole text.</summary>
    public static SalesforceFault At(string code, string soql, int column, string message)
    {
        var at = Math.Clamp(column - 1, 0, soql.Length);
        var start = Start(soql, at);
        var around = soql[start..End(soql, at)].Replace('\r', ' ').Replace('\n', ' ');
        var (row, inRow) = Place(soql, at);
        return new SalesforceFault(400, code, $"\n{around}\n{new string(' ', at - start)}^\nERROR at Row:{row}:Column:{inRow}\n{message}");
    }

    private static int Start(string soql, int at)
    {
        var start = Math.Max(0, at - Around);
        for (var i = start; i > 0 && i < at; i++)
        {
            if (char.IsWhiteSpace(soql[i - 1]))
            {
                return i;
            }
        }
        return start;
    }

    private static int End(string soql, int at)
    {
        var end = Math.Min(soql.Length, at + Around);
        for (var i = end; i < soql.Length && i > at + 1; i--)
        {
            if (char.IsWhiteSpace(soql[i]))
            {
                return i;
            }
        }
        return end;
    }

    private static (int Row, int Column) Place(string soql, int index)
    {
        var before = soql.AsSpan(0, index);
        return (1 + before.Count('\n'), index - before.LastIndexOf('\n'));
    }
}
