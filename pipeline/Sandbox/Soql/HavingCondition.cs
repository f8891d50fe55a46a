using System.Text;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Soql;

/// <summary>Turns HAVING into a predicate over the rows of groups; <paramref name="place"/> gives where in a row a field or a total of it stands.</summary>
internal sealed class HavingCondition(QueryScope scope, SoqlQuery query, Func<int, TotalColumn> columns, Func<string, string?, int, int> place)
{
    public Func<string?[], bool> Compile(SoqlExpression expression)
    {
        switch (expression)
        {
            case SoqlAll all:
                var every = all.Parts.Select(Compile).ToArray();
                return row => Array.TrueForAll(every, p => p(row));
            case SoqlAny any:
                var some = any.Parts.Select(Compile).ToArray();
                return row => Array.Exists(some, p => p(row));
            case SoqlNot not:
                var part = Compile(not.Part);
                return row => !part(row);
            case SoqlCompare compare:
                return Compare(compare);
            case SoqlIn set:
                var equal = set.Literals.Select(l => Compare(new SoqlCompare(set.Path, "=", l, set.Column) { Function = set.Function })).ToArray();
                return row => Array.Exists(equal, e => e(row)) != set.Negated;
            default:
                throw SoqlFault.Malformed(query.Text, 1, "Semi join sub-selects are not allowed in HAVING");
        }
    }

    private Func<string?[], bool> Compare(SoqlCompare compare)
    {
        var at = place(compare.Path, compare.Function, compare.Column);
        var column = columns(at);
        var field = column.IsNumber && !Literal.IsNumber(column.Path.Field) ? new Field { Name = column.Path.Field.Name, Label = "", Type = FieldType.Double } : column.Path.Field;
        if (compare.Operator == "LIKE")
        {
            return field.IsText && Literal.Pattern(compare.Literal) is { } pattern
                ? row => row[at] is { } value && LikePattern.Matches(value, pattern)
                : throw SoqlFault.InvalidField(query.Text, compare.Column, $"invalid operator on {field.WireType} field");
        }
        var literal = Literal.Of(compare.Literal, field, query, scope, compare.Column);
        if (literal.IsNull)
        {
            return compare.Operator switch { "=" => row => row[at] is null or "", "!=" => row => row[at] is not (null or ""), _ => _ => false };
        }
        Func<string, int> order = Literal.IsTime(field)
            ? value => Encoding.UTF8.GetBytes(value) is var utf8 && utf8.AsSpan().SequenceCompareTo(literal.From.Utf8) < 0 ? -1 : utf8.AsSpan().SequenceCompareTo(literal.To.Utf8) < 0 ? 0 : 1
            : Literal.IsNumber(field) ? value => Comparison.Number(Encoding.UTF8.GetBytes(value)).CompareTo(literal.Number)
            : value => string.Compare(value, literal.Text, StringComparison.OrdinalIgnoreCase);
        return row => row[at] is not { Length: > 0 } value ? compare.Operator == "!=" : compare.Operator switch
        {
            "=" => order(value) == 0,
            "!=" => order(value) != 0,
            "<" => order(value) < 0,
            "<=" => order(value) <= 0,
            ">" => order(value) > 0,
            _ => order(value) >= 0,
        };
    }
}
