using System.Text;
using System.Text.Unicode;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>Turns WHERE into a predicate over records. Text compares without case; != holds for blanks, the order operators never do.</summary>
internal sealed class Condition(QueryScope scope, SoqlQuery query, ObjectType type, JoinedIds joins)
{
    private const int OnStack = 512;

    public Func<RecordView, bool> Compile(SoqlExpression expression) => expression switch
    {
        SoqlAll all => And([.. all.Parts.Select(Compile)]),
        SoqlAny any => Or([.. any.Parts.Select(Compile)]),
        SoqlNot not => Not(Compile(not.Part)),
        SoqlIn set => In(Path(set.Path, set.Column, set.Function), set),
        SoqlSemiJoin join => new SemiJoin(scope, query, type, joins).Compile(Path(join.Path, join.Column), join),
        SoqlCompare compare => Compare(Path(compare.Path, compare.Column, compare.Function), compare),
        _ => throw new InvalidOperationException("Unknown condition."),
    };

    /// <summary>The set holds the value; no text is made of it.</summary>
    public static bool Holds(HashSet<string> texts, ReadOnlySpan<byte> value)
    {
        Span<char> chars = value.Length <= OnStack ? stackalloc char[value.Length] : new char[value.Length];
        Utf8.ToUtf16(value, chars, out _, out var length);
        return texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(chars[..length]);
    }

    private static Func<RecordView, bool> And(Func<RecordView, bool>[] parts) => view => Array.TrueForAll(parts, p => p(view));

    private static Func<RecordView, bool> Or(Func<RecordView, bool>[] parts) => view => Array.Exists(parts, p => p(view));

    private static Func<RecordView, bool> Not(Func<RecordView, bool> part) => view => !part(view);

    private FieldPath Path(string name, int column, string? function = null)
    {
        var path = FieldPath.Resolve(scope.Store, type, name, query, column, function);
        return path.Field.Filterable && path.Field.Type != FieldType.Address
            ? path
            : throw SoqlFault.InvalidField(query.Text, column, $"field '{path.Field.Name}' can not be filtered in a query call");
    }

    private Func<RecordView, bool> In(FieldPath path, SoqlIn set)
    {
        var literals = set.Literals.Select(t => Literal.Of(t, path, query, scope, set.Column)).ToList();
        var withNull = literals.Exists(l => l.IsNull);
        if (Literal.IsTime(path.Field))
        {
            var equal = Or([.. literals.Where(l => !l.IsNull).Select(l => Comparison.Of(path, "=", l))]);
            return view => (path.Get(view).IsEmpty ? withNull : equal(view)) != set.Negated;
        }
        if (Literal.IsNumber(path.Field))
        {
            var numbers = literals.Where(l => !l.IsNull).Select(l => l.Number).ToHashSet();
            return view => (path.Get(view) is { IsEmpty: false } value ? numbers.Contains(Comparison.Number(value)) : withNull) != set.Negated;
        }
        var comparer = path.Field.Type is FieldType.Id or FieldType.Reference ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var texts = literals.Where(l => !l.IsNull).Select(l => l.Text).ToHashSet(comparer);
        return view => (path.Get(view) is { IsEmpty: false } value ? Holds(texts, value) : withNull) != set.Negated;
    }

    private Func<RecordView, bool> Compare(FieldPath path, SoqlCompare compare)
    {
        var op = compare.Operator;
        if (op == "LIKE" ? !path.Field.IsText : path.Field.Type == FieldType.Boolean && op is not ("=" or "!="))
        {
            throw SoqlFault.InvalidField(query.Text, compare.Column, $"invalid operator on {path.Field.WireType} field");
        }
        var literal = Literal.Of(compare.Literal, path, query, scope, compare.Column);
        if (op == "LIKE")
        {
            return Literal.Pattern(compare.Literal) is { Length: > 0 } pattern
                ? view => path.Get(view) is { IsEmpty: false } value && LikePattern.Matches(Encoding.UTF8.GetString(value), pattern)
                : view => path.Get(view).IsEmpty;
        }
        if (literal.IsNull)
        {
            return op switch
            {
                "=" => view => path.Get(view).IsEmpty,
                "!=" => view => !path.Get(view).IsEmpty,
                _ => _ => false,
            };
        }
        return Comparison.Of(path, op, literal);
    }
}
