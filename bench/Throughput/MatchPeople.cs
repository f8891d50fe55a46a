using System.Text;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// People of two sides, made row by row from their number so that any size costs no memory: three of five of the left are of the right too, one field in ten
/// of theirs mistyped, a third of the e-mail addresses and phones and birth dates missing, names as uneven as real ones. Row n of the left is the person of
/// number n; row n of the right that of <see cref="PersonOfRight"/>.
/// </summary>
internal static class MatchPeople
{
    private static readonly byte[][] Syllables =
        [.. "an ba bel cor da del el fer gan har in jo ka lan mar mi nor ol per ro sa ser ta ten ul van wil xa yo zer".Split(' ').Select(Encoding.ASCII.GetBytes)];

    /// <summary>The person of a row of the right: the first three fifths are of the left too.</summary>
    public static long PersonOfRight(int row, int left) => row < 0.6 * left ? row * 5L / 3 : left + (long)row;

    /// <summary>Writes the values of all records, those of the left first, each with its length in a byte before it; 0 for none. The right knows three fifths of <paramref name="peopleOfLeft"/>, where that is more.</summary>
    public static void Write(string path, int left, int right, int? peopleOfLeft = null)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        Span<byte> record = stackalloc byte[1024];
        for (var row = 0; row < left; row++)
        {
            file.Write(record[..Record(record, row, isLeft: true)]);
        }

        for (var row = 0; row < right; row++)
        {
            file.Write(record[..Record(record, PersonOfRight(row, peopleOfLeft ?? left), isLeft: false)]);
        }
    }

    /// <summary>Writes the first people as one side has them: the left with its mistakes, the right without.</summary>
    public static void Write(string path, int people, bool isLeft)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        Span<byte> record = stackalloc byte[1024];
        for (var row = 0; row < people; row++)
        {
            file.Write(record[..Record(record, row, isLeft)]);
        }
    }

    private static int Record(Span<byte> record, long person, bool isLeft)
    {
        var dice = new Dice((ulong)person);
        var noise = new Dice((ulong)person ^ (isLeft ? 0x5BD1_E995_0000_0000UL : 0x1B87_3593_0000_0000UL));
        Span<byte> first = stackalloc byte[32];
        Span<byte> last = stackalloc byte[32];
        first = first[..Name(ref dice, 3_000, 2, first)];
        last = last[..Name(ref dice, 200_000, 3, last)];
        var (year, month, day, zip) = (dice.Next(65) + 1940, dice.Next(12) + 1, dice.Next(28) + 1, dice.Next(40_000));
        var used = 0;
        Span<byte> value = stackalloc byte[128];
        for (var field = 0; field < 8; field++)
        {
            var length = 0;
            switch (field)
            {
                case 0:
                    Add(value, ref length, first);
                    break;
                case 1:
                    Add(value, ref length, last);
                    break;
                case 2:
                    Add(value, ref length, first);
                    Add(value, ref length, "."u8);
                    Add(value, ref length, last);
                    Add(value, ref length, dice.Next(100), 1);
                    Add(value, ref length, "@"u8);
                    length += Name(ref dice, 500, 2, value[length..]);
                    Add(value, ref length, ".org"u8);
                    break;
                case 3:
                    Add(value, ref length, "+1"u8);
                    Add(value, ref length, 200 + dice.Next(800), 3);
                    Add(value, ref length, dice.Next(10_000_000), 7);
                    break;
                case 4:
                    Add(value, ref length, 1 + dice.Next(399), 1);
                    Add(value, ref length, " "u8);
                    length += Name(ref dice, 5_000, 3, value[length..]);
                    Add(value, ref length, " street"u8);
                    break;
                case 5:
                    var town = new Dice((ulong)zip / 20);
                    length = Name(ref town, 2_000, 3, value);
                    break;
                case 6:
                    Add(value, ref length, 10_000 + zip, 5);
                    break;
                default:
                    Add(value, ref length, (year * 10_000) + (month * 100) + day, 8);
                    break;
            }

            if (field is 2 or 3 or 7 && noise.Next(3) == 0)
            {
                length = 0;
            }
            else if (noise.Next(10) == 0 && isLeft)
            {
                length = Mistype(value, length, ref noise);
            }

            record[used] = (byte)length;
            value[..length].CopyTo(record[(used + 1)..]);
            used += length + 1;
        }

        return used;
    }

    /// <summary>A name out of so many, the lower numbers far likelier.</summary>
    private static int Name(ref Dice dice, int names, int syllables, Span<byte> target)
    {
        var number = (int)(names * Math.Pow(dice.NextDouble(), 2.2));
        var length = 0;
        for (var i = 0; i < syllables; i++, number /= Syllables.Length)
        {
            Add(target, ref length, Syllables[(number + (7 * i)) % Syllables.Length]);
        }

        if (number > 0)
        {
            Add(target, ref length, Syllables[number % Syllables.Length]);
        }

        return length;
    }

    /// <summary>A letter lost, one too many, or two in each other's place.</summary>
    private static int Mistype(Span<byte> value, int length, ref Dice noise)
    {
        var at = noise.Next(length - 1);
        switch (noise.Next(3))
        {
            case 0:
                value[(at + 1)..length].CopyTo(value[at..]);
                return length - 1;
            case 1:
                value[at..length].CopyTo(value[(at + 1)..]);
                value[at] = (byte)'e';
                return length + 1;
            default:
                (value[at], value[at + 1]) = (value[at + 1], value[at]);
                return length;
        }
    }

    private static void Add(Span<byte> target, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target[length..]);
        length += text.Length;
    }

    private static void Add(Span<byte> target, ref int length, int number, int digits)
    {
        number.TryFormat(target[length..], out var written, digits == 1 ? "0" : digits == 3 ? "000" : digits == 5 ? "00000" : digits == 7 ? "0000000" : "00000000", System.Globalization.CultureInfo.InvariantCulture);
        length += written;
    }

    /// <summary>Numbers that look random, the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private struct Dice(ulong state)
    {
        private ulong _state = state * 0xD6E8_FEB8_6659_FD93;

        public int Next(int below) => (int)Math.BigMul(Next(), (ulong)below, out _);

        public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

        private ulong Next()
        {
            var z = _state += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
