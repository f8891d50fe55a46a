using System.Globalization;
using System.Text;

namespace ContactSync.DuckDb;

/// <summary>Any value as text for people, close to DuckDB's own; instants in UTC as ISO 8601 with a Z.</summary>
internal static unsafe class DuckText
{
    /// <summary>The text, or null for NULL.</summary>
    public static string? Of(DuckVector vector, int row)
    {
        if (vector.IsNull(row))
        {
            return null;
        }

        var text = new StringBuilder();
        Append(text, vector, row);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DuckVector vector, int row)
    {
        if (vector.IsNull(row))
        {
            text.Append("NULL");
            return;
        }

        switch (vector.Type.Id)
        {
            case DuckTypeId.List:
                AppendList(text, vector.List().Elements, vector.List()[row]);
                break;
            case DuckTypeId.Array:
                var length = vector.Type.Length;
                AppendList(text, vector.ArrayElements(), (row * length)..((row + 1) * length));
                break;
            case DuckTypeId.Map:
                AppendMap(text, vector.List().Elements, vector.List()[row]);
                break;
            case DuckTypeId.Struct:
                AppendStruct(text, vector, row);
                break;
            default:
                text.Append(Scalar(vector, row));
                break;
        }
    }

    private static string Scalar(DuckVector vector, int row)
    {
        var data = vector.Data;
        return vector.Type.Id switch
        {
            DuckTypeId.Boolean => vector.Column<bool>()[row] ? "true" : "false",
            DuckTypeId.TinyInt => Invariant(Slot.At<sbyte>(data, row)),
            DuckTypeId.SmallInt => Invariant(Slot.At<short>(data, row)),
            DuckTypeId.Integer => Invariant(Slot.At<int>(data, row)),
            DuckTypeId.BigInt => Invariant(Slot.At<long>(data, row)),
            DuckTypeId.UTinyInt => Invariant(data[row]),
            DuckTypeId.USmallInt => Invariant(Slot.At<ushort>(data, row)),
            DuckTypeId.UInteger => Invariant(Slot.At<uint>(data, row)),
            DuckTypeId.UBigInt => Invariant(Slot.At<ulong>(data, row)),
            DuckTypeId.HugeInt => Invariant(Slot.At<Int128>(data, row)),
            DuckTypeId.UHugeInt => Invariant(Slot.At<UInt128>(data, row)),
            DuckTypeId.Float => Floating(Slot.At<float>(data, row)),
            DuckTypeId.Double => Floating(Slot.At<double>(data, row)),
            DuckTypeId.Decimal => DuckDecimal.Text(DuckDecimal.Unscaled(data, row, vector.Type), vector.Type.Scale),
            DuckTypeId.Varchar => Encoding.UTF8.GetString(vector.Text()[row]),
            DuckTypeId.Blob => Bytes(vector.Text()[row]),
            DuckTypeId.Uuid => Uuid(vector.Column<UInt128>()[row]),
            DuckTypeId.Enum => vector.Type.Labels[(int)EnumNumber(data, row, vector.Type.Labels.Length)],
            _ => DuckTimeText.Of(data, row, vector.Type)
                ?? throw new NotSupportedException($"A column of type {vector.Type} has no text form here: cast it to varchar in the query."),
        };
    }

    private static void AppendList(StringBuilder text, DuckVector elements, Range range)
    {
        text.Append('[');
        for (var i = range.Start.Value; i < range.End.Value; i++)
        {
            text.Append(i == range.Start.Value ? "" : ", ");
            Append(text, elements, i);
        }

        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, DuckVector entries, Range range)
    {
        text.Append('{');
        for (var i = range.Start.Value; i < range.End.Value; i++)
        {
            text.Append(i == range.Start.Value ? "" : ", ");
            Append(text, entries.Field(0), i);
            text.Append('=');
            Append(text, entries.Field(1), i);
        }

        text.Append('}');
    }

    private static void AppendStruct(StringBuilder text, DuckVector vector, int row)
    {
        text.Append('{');
        for (var i = 0; i < vector.Type.Fields.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append('\'').Append(vector.Type.Fields[i].Name).Append("': ");
            Append(text, vector.Field(i), row);
        }

        text.Append('}');
    }

    private static string Invariant(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back as the same number, told from an integer by a point.</summary>
    private static string Floating(IFormattable number)
    {
        var text = Invariant(number);
        return text switch
        {
            "NaN" => "nan",
            "Infinity" => "inf",
            "-Infinity" => "-inf",
            _ => text.AsSpan().IndexOfAnyExceptInRange('0', '9') is -1 or 0 && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9')
                ? $"{text}.0"
                : text.Replace('E', 'e'),
        };
    }

    private static string Bytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
        {
            _ = b is >= 0x20 and < 0x7f and not (byte)'\\' ? text.Append((char)b) : text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
        }

        return text.ToString();
    }

    private static string Uuid(UInt128 value)
    {
        var hex = value.ToString("x32", CultureInfo.InvariantCulture);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private static uint EnumNumber(byte* data, int row, int labels) => labels switch
    {
        <= 255 => data[row],
        <= 65535 => Slot.At<ushort>(data, row),
        _ => Slot.At<uint>(data, row),
    };
}
