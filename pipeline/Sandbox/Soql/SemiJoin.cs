using System.Collections.Immutable;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>Id IN (SELECT ...) and NOT IN. The inner query is bound at once, and run when the first record is asked about.</summary>
internal sealed class SemiJoin(QueryScope scope, SoqlQuery query, ObjectType type, JoinedIds joins)
{
    public Func<RecordView, bool> Compile(FieldPath left, SoqlSemiJoin join)
    {
        if (!IsKey(left.Field))
        {
            throw Refused(join, $"The left operand field in the where expression for outer query should be an id field, cannot use: '{left.Name}'");
        }
        if (join.Inner is not { Select: [{ Function: null }] })
        {
            throw Refused(join, "Semi join sub-selects must select exactly one id field");
        }
        var inner = new SoqlPlan(scope, join.Inner);
        var right = inner.Columns[0];
        if (!IsKey(right.Field))
        {
            throw Refused(join, $"Semi join sub-selects can only query id fields, cannot use: '{right.Name}'");
        }
        if (inner.Type == type)
        {
            throw Refused(join, "The inner and outer selects should not be on the same object type");
        }
        if (!Targets(left).Intersect(Targets(right), StringComparer.Ordinal).Any())
        {
            throw Refused(join, $"The selected field '{right.Name}' in the subquery and the left operand field '{left.Name}' in the where expression in the outer query should point to the same object type");
        }
        var ids = joins.Add(join, () => Ids(inner, right));
        return view => (left.Get(view) is { IsEmpty: false } value && Condition.Holds(ids.Value, value)) != join.Negated;
    }

    private static bool IsKey(Field field) => field.Type is FieldType.Id or FieldType.Reference;

    private static ImmutableArray<string> Targets(FieldPath path) => path.Field.Type == FieldType.Id ? [path.Owner.Name] : path.Field.ReferenceTo;

    private static HashSet<string> Ids(SoqlPlan inner, FieldPath column)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in inner.Views())
        {
            if (column.Get(view) is { IsEmpty: false } id)
            {
                ids.Add(Encoding.ASCII.GetString(id));
            }
        }
        return ids;
    }

    private SalesforceFault Refused(SoqlSemiJoin join, string message) => SoqlFault.Malformed(query.Text, join.Column, message);
}
