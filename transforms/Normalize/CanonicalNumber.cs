namespace ContactSync.Transforms.Normalize;

/// <summary>
/// One spelling for each decimal number: no plus sign, no leading zeros, no trailing fraction zeros, no exponent, no minus zero. Exact, at any
/// number of digits up to <see cref="MaxDigits"/>: what <c>1.0E7</c> and <c>10000000</c> share, and no rounding.
/// </summary>
internal static class CanonicalNumber
{
    public const int MaxDigits = 100;

    /// <summary>
    /// Writes the number, at most <c>2 * MaxDigits + 3</c> bytes; false where <paramref name="value"/> is not a decimal number of that size.
    /// </summary>
    public static bool TryWrite(ReadOnlySpan<byte> value, Span<byte> target, out int written)
    {
        written = 0;
        Span<byte> digits = stackalloc byte[MaxDigits];
        if (!TryRead(value, digits, out var negative, out var count, out var point))
        {
            return false;
        }

        var first = digits[..count].IndexOfAnyExcept((byte)'0');
        if (first < 0)
        {
            target[written++] = (byte)'0';
            return true;
        }

        if (negative)
        {
            target[written++] = (byte)'-';
        }

        var last = digits[..count].LastIndexOfAnyExcept((byte)'0');
        for (var i = Math.Min(first, point - 1); i < Math.Max(last + 1, point); i++)
        {
            if (i == point)
            {
                target[written++] = (byte)'.';
            }

            target[written++] = i >= 0 && i < count ? digits[i] : (byte)'0';
        }

        return true;
    }

    /// <summary>
    /// Splits <c>[+-]digits[.digits][e[+-]digits]</c>; <paramref name="point"/> is where the decimal point stands among the digits, before or
    /// past them too.
    /// </summary>
    private static bool TryRead(ReadOnlySpan<byte> value, Span<byte> digits, out bool negative, out int count, out int point)
    {
        (negative, count, point) = (false, 0, -1);
        var i = 0;
        if (value.Length > 0 && value[0] is (byte)'-' or (byte)'+')
        {
            negative = value[0] == '-';
            i = 1;
        }

        for (; i < value.Length && value[i] is not ((byte)'e' or (byte)'E'); i++)
        {
            if (value[i] == '.' && point < 0)
            {
                point = count;
            }
            else if (value[i] is >= (byte)'0' and <= (byte)'9' && count < digits.Length)
            {
                digits[count++] = value[i];
            }
            else
            {
                return false;
            }
        }

        point = point < 0 ? count : point;
        var exponent = 0;
        if (count == 0 || (i < value.Length && !TryExponent(value[(i + 1)..], out exponent)))
        {
            return false;
        }

        point += exponent;
        return point > -MaxDigits && point < MaxDigits;
    }

    private static bool TryExponent(ReadOnlySpan<byte> value, out int exponent) =>
        System.Buffers.Text.Utf8Parser.TryParse(value, out exponent, out var used) && used == value.Length && Math.Abs((long)exponent) <= MaxDigits;
}
