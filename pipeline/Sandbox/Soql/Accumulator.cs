using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Soql;

/// <summary>Gathers the values of one column over the records of one group. Blanks do not count.</summary>
internal sealed class Accumulator(TotalColumn column)
{
    private readonly HashSet<string>? _distinct = column.Function == "COUNT_DISTINCT" ? new(StringComparer.OrdinalIgnoreCase) : null;
    private long _count;
    private double _sum;
    private string? _value;

    public void Add(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }
        _count++;
        switch (column.Function)
        {
            case "COUNT":
                break;
            case "SUM" or "AVG":
                _sum += Comparison.Number(value);
                break;
            case "COUNT_DISTINCT":
                _distinct!.Add(Encoding.UTF8.GetString(value));
                break;
            default:
                Choose(Encoding.UTF8.GetString(value));
                break;
        }
    }

    /// <summary>The result as it is stored or as a JSON number; null when there is none.</summary>
    public string? Result() => column.Function switch
    {
        "COUNT" => _count.ToString(CultureInfo.InvariantCulture),
        "COUNT_DISTINCT" => _distinct!.Count.ToString(CultureInfo.InvariantCulture),
        "SUM" or "AVG" when _count == 0 => null,
        "SUM" when column.IsWhole => ((long)_sum).ToString(CultureInfo.InvariantCulture),
        "SUM" => JavaDouble.Format(_sum),
        "AVG" => JavaDouble.Format(_sum / _count),
        _ => _value,
    };

    private void Choose(string value)
    {
        var order = _value is null ? 0 : column.Order(value, _value);
        if (_value is null || (column.Function == "MIN" && order < 0) || (column.Function == "MAX" && order > 0))
        {
            _value = value;
        }
    }
}
