namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>Phone numbers by section: country 10, area 50, next three digits 30, last four 10. A country that one leaves out counts as the other's.</summary>
internal sealed class PhoneMethod : MatchMethod
{
    private const int LastDigits = 4;

    public override int Threshold => 80;

    public override string Normalize(string value) => string.Create(Count(value), value, static (digits, text) =>
    {
        foreach (var digit in text)
        {
            if (char.IsAsciiDigit(digit))
            {
                digits[0] = digit;
                digits = digits[1..];
            }
        }
    });

    public override int Score(string a, string b)
    {
        if (a == b)
        {
            return 100;
        }
        var country1 = Section(a, a.Length, 10);
        var country2 = Section(b, b.Length, 10);
        return (country1.IsEmpty || country2.IsEmpty || country1.SequenceEqual(country2) ? 10 : 0)
            + Weigh(Section(a, 10, 7), Section(b, 10, 7), 50) + Weigh(Section(a, 7, LastDigits), Section(b, 7, LastDigits), 30) + Weigh(Section(a, LastDigits, 0), Section(b, LastDigits, 0), 10);
    }

    public override void AddTokens(string value, TokenList tokens)
    {
        var digits = value.AsSpan().TrimStart('0');
        digits = digits.StartsWith("1") ? digits[1..] : digits;
        if (digits.Length > LastDigits)
        {
            tokens.Add(digits[..^LastDigits]);
        }
    }

    private static int Count(string value)
    {
        var count = 0;
        foreach (var digit in value)
        {
            count += char.IsAsciiDigit(digit) ? 1 : 0;
        }
        return count;
    }

    private static int Weigh(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int weight) => !a.IsEmpty && a.SequenceEqual(b) ? weight : 0;

    /// <summary>The digits between two places counted from the end.</summary>
    private static ReadOnlySpan<char> Section(string digits, int from, int to) => digits.AsSpan()[Math.Max(0, digits.Length - from)..Math.Max(0, digits.Length - to)];
}
