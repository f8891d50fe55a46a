using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Soql;

/// <summary>The order operators over one field and one literal that is not null. A blank field is unlike all, and neither above nor below any.</summary>
internal static class Comparison
{
    public static Func<RecordView, bool> Of(FieldPath path, string op, Literal literal)
    {
        Func<RecordView, int?> order = Literal.IsTime(path.Field) ? view => Time(path, view, literal)
            : Literal.IsNumber(path.Field) ? view => path.Get(view) is { IsEmpty: false } value ? Number(value).CompareTo(literal.Number) : null
            : path.Field.IsText ? view => Text(path.Get(view), literal)
            : view => path.Get(view) is { IsEmpty: false } value ? value.SequenceCompareTo(literal.Utf8) : null;
        return op switch
        {
            "=" => view => order(view) == 0,
            "!=" => view => order(view) != 0,
            "<" => view => order(view) < 0,
            "<=" => view => order(view) <= 0,
            ">" => view => order(view) > 0,
            _ => view => order(view) >= 0,
        };
    }

    public static double Number(ReadOnlySpan<byte> value) => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Below the span, in it, or after it.</summary>
    private static int? Time(FieldPath path, RecordView view, Literal literal)
    {
        if (path.Seconds(view) is { } seconds)
        {
            return seconds < literal.From.Seconds ? -1 : seconds < literal.To.Seconds ? 0 : 1;
        }
        var value = path.Get(view);
        return value.IsEmpty ? null : value.SequenceCompareTo(literal.From.Utf8) < 0 ? -1 : value.SequenceCompareTo(literal.To.Utf8) < 0 ? 0 : 1;
    }

    private static int? Text(ReadOnlySpan<byte> value, Literal literal) =>
        value.IsEmpty ? null
        : value.SequenceEqual(literal.Utf8) ? 0
        : string.Compare(Encoding.UTF8.GetString(value), literal.Text, StringComparison.OrdinalIgnoreCase);
}
