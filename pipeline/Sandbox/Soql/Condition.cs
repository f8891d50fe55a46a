using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>Turns WHERE into a predicate over records. Text compares without case; != holds for blanks, the order operators never do.</summary>
internal static class Condition
{
    public static Func<RecordView, bool> Compile(SoqlExpression expression, Func<string, int, FieldPath> resolve) => expression switch
    {
        SoqlAll all => And([.. all.Parts.Select(p => Compile(p, resolve))]),
        SoqlAny any => Or([.. any.Parts.Select(p => Compile(p, resolve))]),
        SoqlNot not => Not(Compile(not.Part, resolve)),
        SoqlIn set => In(resolve(set.Path, set.Column), set),
        SoqlCompare compare => Compare(resolve(compare.Path, compare.Column), compare),
        _ => throw new InvalidOperationException("Unknown condition."),
    };

    private static Func<RecordView, bool> And(Func<RecordView, bool>[] parts) => view => Array.TrueForAll(parts, p => p(view));

    private static Func<RecordView, bool> Or(Func<RecordView, bool>[] parts) => view => Array.Exists(parts, p => p(view));

    private static Func<RecordView, bool> Not(Func<RecordView, bool> part) => view => !part(view);

    private static Func<RecordView, bool> In(FieldPath path, SoqlIn set)
    {
        Filterable(path);
        var literals = set.Literals.Select(t => Literal.Of(t, path.Field)).ToList();
        var comparer = path.Field.Type is FieldType.Id or FieldType.Reference ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        var values = literals.Where(l => !l.IsNull).Select(l => l.Text).ToHashSet(comparer).GetAlternateLookup<ReadOnlySpan<char>>();
        var numbers = literals.Select(l => l.Number).ToHashSet();
        var withNull = literals.Exists(l => l.IsNull);
        return view =>
        {
            var value = path.Get(view);
            if (value.IsEmpty)
            {
                return withNull != set.Negated;
            }
            if (path.Field.IsFloating || path.Field.Type == FieldType.Int)
            {
                return numbers.Contains(Number(value)) != set.Negated;
            }
            Span<char> chars = value.Length <= 512 ? stackalloc char[value.Length] : new char[value.Length];
            Utf8.ToUtf16(value, chars, out _, out var length);
            return values.Contains(chars[..length]) != set.Negated;
        };
    }

    private static Func<RecordView, bool> Compare(FieldPath path, SoqlCompare compare)
    {
        Filterable(path);
        var literal = Literal.Of(compare.Literal, path.Field);
        var op = compare.Operator;
        if (op == "LIKE")
        {
            return path.Field.IsText
                ? view => path.Get(view) is { IsEmpty: false } value && LikePattern.Matches(Encoding.UTF8.GetString(value), literal.Text)
                : throw new SalesforceFault(400, "INVALID_FIELD", $"invalid operator on {path.Field.WireType} field");
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
        return op switch
        {
            "=" => view => Order(path, view, literal) == 0,
            "!=" => view => Order(path, view, literal) != 0,
            "<" => view => Order(path, view, literal) < 0,
            "<=" => view => Order(path, view, literal) <= 0,
            ">" => view => Order(path, view, literal) > 0,
            _ => view => Order(path, view, literal) >= 0,
        };
    }

    /// <summary>Negative, zero or positive; null when the field is blank, so that every order comparison with it is false.</summary>
    private static int? Order(FieldPath path, RecordView view, Literal literal)
    {
        if (path.Seconds(view) is { } seconds)
        {
            return seconds.CompareTo(literal.Seconds);
        }
        var value = path.Get(view);
        if (value.IsEmpty)
        {
            return null;
        }
        if (path.Field.IsFloating || path.Field.Type == FieldType.Int)
        {
            return Number(value).CompareTo(literal.Number);
        }
        if (path.Field.IsText && !value.SequenceEqual(literal.Utf8))
        {
            return string.Compare(Encoding.UTF8.GetString(value), literal.Text, StringComparison.OrdinalIgnoreCase);
        }
        return value.SequenceCompareTo(literal.Utf8);
    }

    private static double Number(ReadOnlySpan<byte> value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void Filterable(FieldPath path)
    {
        if (!path.Field.Filterable || path.Field.Type == FieldType.Address)
        {
            throw new SalesforceFault(400, "INVALID_FIELD", $"field '{path.Field.Name}' can not be filtered in a query call");
        }
    }
}
