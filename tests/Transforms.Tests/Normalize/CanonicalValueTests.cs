using System.Text;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Normalize;

public class CanonicalValueTests
{
    private static readonly SlabTraits Anything = new(IsAscii: false, MayHoldRuns: true, MayHoldNul: true, MayBeLong: true);

    // Letters, white space of all kinds, invisible characters, marks that compose, letters that only compose in lower case.
    private static readonly char[] Odd =
    [
        ' ', ' ', '\t', '\r', '\n', '\v', '\f', '\u00A0', '\u2003', '\u2028', '\u0085', '\u200B', '\u200D', '\uFEFF', '\u00AD', 'a', 'B', 'H', '1', '.', '-', '@',
        '\u00E9', '\u0301', '\u0331', '\u0308', '\u212B', '\u0130', '\u01C5', '\u1E9E', '\u03A3', '\u3099', '\u304B', '\u1100', '\u1161', '\uAC00', '\u0F71', '\u0F74',
    ];

    public static TheoryData<ColumnType, string, string> Table => new()
    {
        { ColumnType.Text, "", "" },
        { ColumnType.Text, " \t\r\n ", "" },
        { ColumnType.Text, "\u00A0\u2003\u200B\uFEFF", "" },
        { ColumnType.Text, "  12  Elm \t Street ", "12 Elm Street" },
        { ColumnType.Text, "12 Elm Street \r\n  Flat 3\r\n", "12 Elm Street\nFlat 3" },
        { ColumnType.Text, "a\rb\n\nc", "a\nb\n\nc" },
        { ColumnType.Text, "Jose\u0301", "Jos\u00E9" },
        { ColumnType.Text, "\u200BMüller\u00A0\u00A0Groß\u200B ", "Müller Groß" },
        { ColumnType.Text, "می\u200Cخواهم", "می\u200Cخواهم" },
        { ColumnType.Email, " Ann.Lee@Example.ORG ", "ann.lee@example.org" },
        { ColumnType.Email, "MÜLLER@Example.org", "müller@example.org" },
        { ColumnType.Phone, " (212)  555-0142", "(212) 555-0142" },
        { ColumnType.Date, " 1970-01-31 ", "1970-01-31" },
        { ColumnType.Date, "31/01/1970", "31/01/1970" },
        { ColumnType.Boolean, "TRUE", "true" },
        { ColumnType.Boolean, "1", "true" },
        { ColumnType.Boolean, "\u00A00", "false" },
        { ColumnType.Boolean, "False", "false" },
        { ColumnType.Boolean, "yes", "yes" },
        { ColumnType.Number, "1.0E7", "10000000" },
        { ColumnType.Number, "ten", "ten" },
        { ColumnType.Number, " 1,000 ", "1,000" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_value_has_one_canonical_form(ColumnType type, string raw, string canonical) => Assert.Equal(canonical, Of(type, raw));

    [Fact]
    public void Normalising_twice_is_normalising_once() =>
        Prop.ForAll(Arb.From(Texts(Odd)), Arb.From(Gen.Elements(Types)), (text, type) =>
        {
            var once = Of(type, text);
            return Of(type, once) == once;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Canonical_text_is_composed_and_trimmed() =>
        Prop.ForAll(Arb.From(Texts(Odd)), text =>
        {
            var canonical = Of(ColumnType.Text, text);
            return canonical.IsNormalized() && canonical == canonical.Trim() && !canonical.Contains("  ", StringComparison.Ordinal)
                && !canonical.Contains(" \n", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_fast_path_and_the_Unicode_path_agree_on_ASCII() =>
        Prop.ForAll(Arb.From(Texts([.. Odd.Where(char.IsAscii), .. "Zz+e0"])), Arb.From(Gen.Elements(true, false)), (text, email) =>
        {
            using var scratch = new Scratch();
            var bytes = Encoding.ASCII.GetBytes(text);
            var slow = Encoding.UTF8.GetString(UnicodeText.Collapse(bytes, email, scratch));
            return slow == Of(email ? ColumnType.Email : ColumnType.Text, text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static ColumnType[] Types => [ColumnType.Text, ColumnType.Email, ColumnType.Phone, ColumnType.Date, ColumnType.Boolean, ColumnType.Number];

    private static Gen<string> Texts(char[] letters) => Gen.Elements(letters).ArrayOf().Select(chars => new string(chars));

    private static string Of(ColumnType type, string raw)
    {
        using var scratch = new Scratch();
        return Encoding.UTF8.GetString(CanonicalValue.Of(type, Encoding.UTF8.GetBytes(raw), Anything, scratch));
    }
}
