using System.Text;

namespace ContactSync.Sandbox.Values;

/// <summary>
/// Record ids: three characters of prefix, three of the org, nine of a base-62 number, three of checksum. The checksum
/// keeps the case of the first fifteen, so an 18-character id is read whatever its case.
/// </summary>
internal static class SfId
{
    public const int Length = 18;

    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8;

    private static ReadOnlySpan<byte> Check => "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"u8;

    public static void Format(string prefix, string pod, long number, Span<byte> destination)
    {
        Encoding.ASCII.GetBytes(prefix, destination);
        Encoding.ASCII.GetBytes(pod, destination[3..]);
        for (var i = 14; i >= 6; i--)
        {
            (number, var digit) = Math.DivRem(number, 62);
            destination[i] = Digits[(int)digit];
        }
        Checksum(destination[..15], destination.Slice(15, 3));
    }

    public static string Format(string prefix, string pod, long number)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Format(prefix, pod, number, bytes);
        return Encoding.ASCII.GetString(bytes);
    }

    public static void Checksum(ReadOnlySpan<byte> first15, Span<byte> last3)
    {
        for (var group = 0; group < 3; group++)
        {
            var bits = 0;
            for (var k = 0; k < 5; k++)
            {
                if (first15[(group * 5) + k] is >= (byte)'A' and <= (byte)'Z')
                {
                    bits |= 1 << k;
                }
            }
            last3[group] = Check[bits];
        }
    }

    /// <summary>Writes the 18-character form of a 15- or 18-character id; false when the text is no id at all.</summary>
    public static bool TryNormalize(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (text.Length is not (15 or 18) || text.ContainsAnyExcept(System.Buffers.SearchValues.Create(Digits)))
        {
            return false;
        }
        text[..15].CopyTo(destination);
        if (text.Length == 18 && !RestoreCase(text[15..], destination))
        {
            return false;
        }
        Checksum(destination[..15], destination.Slice(15, 3));
        return true;
    }

    /// <summary>The number inside a normalised id.</summary>
    public static long Number(ReadOnlySpan<byte> id)
    {
        long number = 0;
        for (var i = 6; i < 15; i++)
        {
            number = (number * 62) + Digits.IndexOf(id[i]);
        }
        return number;
    }

    private static bool RestoreCase(ReadOnlySpan<byte> suffix, Span<byte> id)
    {
        for (var group = 0; group < 3; group++)
        {
            var bits = Check.IndexOf((byte)(suffix[group] is >= (byte)'a' and <= (byte)'z' ? suffix[group] - 32 : suffix[group]));
            if (bits < 0)
            {
                return false;
            }
            for (var k = 0; k < 5; k++)
            {
                ref var c = ref id[(group * 5) + k];
                var lower = (byte)(c | 0x20);
                if (lower is >= (byte)'a' and <= (byte)'z')
                {
                    c = (bits & (1 << k)) != 0 ? (byte)(lower - 32) : lower;
                }
                else if ((bits & (1 << k)) != 0)
                {
                    return false;
                }
            }
        }
        return true;
    }
}
