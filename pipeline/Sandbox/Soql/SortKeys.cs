using System.Globalization;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Soql;

/// <summary>The order ORDER BY asks for, by one comparison a key: blanks first unless NULLS LAST.</summary>
internal sealed class SortKeys(Comparison<string>[] comparisons, IReadOnlyList<SoqlOrder> order)
{
    public int Compare(string?[] a, string?[] b)
    {
        for (var i = 0; i < comparisons.Length; i++)
        {
            if (a[i] is null || b[i] is null)
            {
                if (a[i] is null != b[i] is null)
                {
                    return a[i] is null == order[i].NullsLast ? 1 : -1;
                }
                continue;
            }
            var result = comparisons[i](a[i]!, b[i]!);
            if (result != 0)
            {
                return order[i].Descending ? -result : result;
            }
        }
        return 0;
    }

    /// <summary>How filled values of a field compare: text without case, numbers by value.</summary>
    public static Comparison<string> Of(Field field) => field switch
    {
        { IsFloating: true } or { Type: FieldType.Int } => Numbers,
        { IsText: true } or { System: SystemField.PersonName } => static (a, b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        _ => string.CompareOrdinal,
    };

    public static int Numbers(string a, string b) => double.Parse(a, CultureInfo.InvariantCulture).CompareTo(double.Parse(b, CultureInfo.InvariantCulture));
}
