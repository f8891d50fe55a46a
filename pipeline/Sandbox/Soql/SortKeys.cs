using System.Globalization;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Soql;

/// <summary>The order ORDER BY asks for: blanks first unless NULLS LAST, text without case, numbers by value.</summary>
internal sealed class SortKeys(FieldPath[] paths, IReadOnlyList<SoqlOrder> order)
{
    public int Compare(string?[] a, string?[] b)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            if (a[i] is null || b[i] is null)
            {
                if (a[i] is null != b[i] is null)
                {
                    return a[i] is null == order[i].NullsLast ? 1 : -1;
                }
                continue;
            }
            var result = One(paths[i].Field, a[i]!, b[i]!);
            if (result != 0)
            {
                return order[i].Descending ? -result : result;
            }
        }
        return 0;
    }

    private static int One(Field field, string a, string b) => field switch
    {
        { IsFloating: true } or { Type: FieldType.Int } => double.Parse(a, CultureInfo.InvariantCulture).CompareTo(double.Parse(b, CultureInfo.InvariantCulture)),
        { IsText: true } or { System: SystemField.PersonName } => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        _ => string.CompareOrdinal(a, b),
    };
}
