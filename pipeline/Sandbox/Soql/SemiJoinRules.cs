namespace ContactSync.Sandbox.Soql;

/// <summary>Where an org takes a query inside another: at most twice, joined to the rest of WHERE by AND alone, one field selected.</summary>
internal static class SemiJoinRules
{
    private const int Most = 2;

    public static void Check(SoqlQuery query)
    {
        var top = query.Where is SoqlAll all ? all.Parts : query.Where is { } only ? [only] : [];
        foreach (var part in top)
        {
            if (part is not SoqlSemiJoin && First(part) is { } nested)
            {
                throw SoqlFault.Malformed(query.Text, nested.Column, part is SoqlAny && top.Count == 1
                    ? "Semi join sub-selects are not allowed with the 'OR' operator"
                    : "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.");
            }
        }
        var joins = top.OfType<SoqlSemiJoin>().ToList();
        if (joins.Count > Most)
        {
            throw SoqlFault.Malformed(query.Text, joins[Most].Column, $"Maximum {Most} semi join sub-selects are allowed");
        }
    }

    private static SoqlSemiJoin? First(SoqlExpression expression) => expression switch
    {
        SoqlSemiJoin join => join,
        SoqlAll all => all.Parts.Select(First).FirstOrDefault(j => j is not null),
        SoqlAny any => any.Parts.Select(First).FirstOrDefault(j => j is not null),
        SoqlNot not => First(not.Part),
        _ => null,
    };
}
