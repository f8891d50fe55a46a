using System.Globalization;

namespace ContactSync.DuckDb;

/// <summary>DECIMAL(width, scale): an integer as wide as the width asks for, to be divided by ten to the scale.</summary>
internal static unsafe class DuckDecimal
{
    public static Int128 Unscaled(byte* data, int row, DuckType type) => type.Width switch
    {
        <= 4 => Slot.At<short>(data, row),
        <= 9 => Slot.At<int>(data, row),
        <= 18 => Slot.At<long>(data, row),
        _ => Slot.At<Int128>(data, row),
    };

    /// <exception cref="OverflowException">The number has more digits than a .NET decimal holds (28 to 29); <see cref="Text"/> has them all.</exception>
    public static decimal ToDecimal(Int128 unscaled, int scale)
    {
        var magnitude = (UInt128)(unscaled < 0 ? -unscaled : unscaled);
        if (magnitude >> 96 != 0 || scale > 28)
        {
            throw new OverflowException($"{Text(unscaled, scale)} has more digits than a decimal holds.");
        }

        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, (byte)scale);
    }

    public static string Text(Int128 unscaled, int scale)
    {
        var digits = (unscaled < 0 ? -unscaled : unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = unscaled < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }
}
