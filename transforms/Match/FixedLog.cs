using System.Numerics;

namespace ContactSync.Transforms.Match;

/// <summary>Base-2 logarithms in hundredths, by integers alone: the same on every machine.</summary>
internal static class FixedLog
{
    private const int Bits = 31;

    /// <summary>100 times the logarithm of <paramref name="numerator"/> over <paramref name="denominator"/>, both from 1 up, rounded down.</summary>
    public static int Of(ulong numerator, ulong denominator) => Of(numerator) - Of(denominator);

    /// <summary>100 times the logarithm of a number from 1 up, rounded down.</summary>
    public static int Of(ulong number)
    {
        ArgumentOutOfRangeException.ThrowIfZero(number);
        var whole = BitOperations.Log2(number);
        var mantissa = whole > Bits ? number >> (whole - Bits) : number << (Bits - whole);

        // Squaring the mantissa doubles the logarithm: what passes 2 is the next bit.
        ulong fraction = 0;
        for (var i = 0; i < 16; i++)
        {
            mantissa = (mantissa * mantissa) >> Bits;
            fraction <<= 1;
            if (mantissa >> (Bits + 1) != 0)
            {
                mantissa >>= 1;
                fraction |= 1;
            }
        }

        return (100 * whole) + (int)((100 * fraction) >> 16);
    }
}
