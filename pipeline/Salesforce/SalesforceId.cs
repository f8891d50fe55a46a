using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ContactSync.Salesforce;

/// <summary>
/// The Id of a record, always in its 18-character form, whose last three characters tell the case of the others. Two Ids are equal when they
/// name the same record.
/// </summary>
public readonly record struct SalesforceId
{
    private const string CaseAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private readonly string? value;

    private SalesforceId(string value) => this.value = value;

    /// <summary>The first three characters, which tell the object: <c>003</c> is a Contact.</summary>
    public string KeyPrefix => ToString()[..3];

    /// <summary>The Id of a 15- or 18-character text; <see cref="FormatException"/> for anything else, also for a wrong ending.</summary>
    public static SalesforceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no Salesforce Id.");

    /// <summary>Like <see cref="Parse"/>, but false in place of an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SalesforceId id)
    {
        Span<byte> given = stackalloc byte[18];
        Span<byte> normal = stackalloc byte[18];
        id = default;
        if (text is not { Length: 15 or 18 } || !Ascii.IsValid(text))
        {
            return false;
        }

        var length = Encoding.ASCII.GetBytes(text, given);
        if (!TryNormalize(given[..length], normal))
        {
            return false;
        }

        id = new SalesforceId(Encoding.ASCII.GetString(normal));
        return true;
    }

    /// <summary>Writes the 18-character form of a 15- or 18-byte Id; false, with nothing promised about the destination, when it is none. Allocates nothing.</summary>
    public static bool TryNormalize(ReadOnlySpan<byte> id, Span<byte> destination18)
    {
        if (id.Length is not (15 or 18) || destination18.Length < 18)
        {
            return false;
        }

        for (var group = 0; group < 3; group++)
        {
            var capitals = 0;
            for (var k = 0; k < 5; k++)
            {
                var c = id[(group * 5) + k];
                if (!char.IsAsciiLetterOrDigit((char)c))
                {
                    return false;
                }

                capitals |= char.IsAsciiLetterUpper((char)c) ? 1 << k : 0;
            }

            destination18[15 + group] = (byte)CaseAlphabet[capitals];
        }

        id[..15].CopyTo(destination18);
        return id.Length == 15 || id[15..].SequenceEqual(destination18[15..18]);
    }

    /// <summary>The 18 characters.</summary>
    public override string ToString() => value ?? "000000000000000AAA";
}
