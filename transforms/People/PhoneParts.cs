namespace ContactSync.Transforms.People;

/// <summary>A telephone number as E.164 digits where its country is known, else its national digits.</summary>
internal static class PhoneParts
{
    private const int Fewest = 6;
    private const int Most = 15;

    /// <summary>Appends the digits to an empty buffer, or leaves it empty: too few or too many of them, or all the same.</summary>
    public static void Read(ReadOnlySpan<byte> value, PhonePlan? plan, TextBuffer target)
    {
        target.Clear();
        var international = value.TrimStart(" (\t"u8) is [(byte)'+', ..];
        Span<byte> digits = stackalloc byte[Most + 5];
        var count = 0;
        foreach (var b in value)
        {
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                if (count == digits.Length)
                {
                    return;
                }

                digits[count++] = b;
            }
            else if (b is (byte)'x' or (byte)'X' or (byte)'e' or (byte)'E' or (byte)'#' && count >= Fewest)
            {
                // An extension is another matter.
                break;
            }
        }

        ReadOnlySpan<byte> number = digits[..count];
        number = International(number, ref international);
        if (number.Length is < Fewest or > Most || number.IndexOfAnyExcept(number[0]) < 0)
        {
            return;
        }

        if (!international && plan is not null)
        {
            number = National(number, plan, target);
        }

        target.Add(number);
    }

    private static ReadOnlySpan<byte> International(ReadOnlySpan<byte> number, ref bool international)
    {
        var prefix = international ? 0
            : number.StartsWith("011"u8) && number.Length > 11 ? 3
            : number.StartsWith("00"u8) && number.Length > 10 ? 2 : 0;
        international |= prefix > 0;
        return number[prefix..];
    }

    /// <summary>Adds the calling code and returns the rest; a number that does not fit the plan stays as it is.</summary>
    private static ReadOnlySpan<byte> National(ReadOnlySpan<byte> number, PhonePlan plan, TextBuffer target)
    {
        var rest = plan.Trunk.Length == 1 && number[0] == plan.Trunk[0] && number.Length - 1 >= plan.Fewest ? number[1..] : number;
        if (rest.Length < plan.Fewest || rest.Length > plan.Most)
        {
            return number;
        }

        foreach (var c in plan.Code)
        {
            target.Add((byte)c);
        }

        return rest;
    }
}
