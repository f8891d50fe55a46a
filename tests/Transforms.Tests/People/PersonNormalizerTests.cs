using System.Text;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Tests.People;

/// <summary>What records become before they are compared.</summary>
public sealed class PersonNormalizerTests
{
    [Theory]
    [InlineData("Dr. José", "O'Brien Jr.", "jose", "obrien")]
    [InlineData(null, "Smith, John", "john", "smith")]
    [InlineData("Mr Karl", "van der Berg", "karl", "van der berg")]
    [InlineData("unknown", "Łukasz", "", "lukasz")]
    [InlineData("山田", "太郎", "山田", "太郎")]
    public void Names_are_folded_and_taken_apart(string? first, string? last, string expectedFirst, string expectedLast)
    {
        using var table = Folk.Table([[first, last]]);

        Assert.Equal((expectedFirst, expectedLast), (Text(table, PersonField.First), Text(table, PersonField.Last)));
    }

    [Fact]
    public void A_suffix_is_a_field_of_its_own()
    {
        using var table = Folk.Table([["John", "Smith Jr"], ["John", "Smith Sr"]]);

        Assert.Equal((NameSuffix.Junior, NameSuffix.Senior), (table[0].Suffix, table[1].Suffix));
    }

    [Theory]
    [InlineData("Ann.Lee+news@Gmail.com", "ann.lee+news@gmail.com", "annlee@gmail.com")]
    [InlineData("mailto:ann@example.org.", "ann@example.org", "")]
    [InlineData("Ann <ANN@example.org>", "ann@example.org", "")]
    [InlineData("n/a", "", "")]
    public void An_address_has_an_exact_and_where_it_differs_a_canonical_form(string value, string exact, string canonical)
    {
        using var table = Folk.Table([["a", "b", null, value]]);

        Assert.Equal((exact, canonical), (Text(table, PersonField.Email), Text(table, PersonField.EmailCanonical)));
    }

    [Theory]
    [InlineData("0171 234 5678", "Germany", "491712345678")]
    [InlineData("+49 (171) 2345678", null, "491712345678")]
    [InlineData("0049 171 2345678", null, "491712345678")]
    [InlineData("(415) 555-2671 x12", "us", "14155552671")]
    [InlineData("0000000000", null, "")]
    [InlineData("123", null, "")]
    public void A_phone_number_becomes_international_where_its_country_is_known(string value, string? country, string expected)
    {
        using var table = Folk.Table([["a", "b", null, null, value, null, null, null, country]]);

        Assert.Equal(expected, Text(table, PersonField.Phone));
    }

    [Theory]
    [InlineData("19710624", 19710624)]
    [InlineData("1971-06-24", 19710624)]
    [InlineData("24.06.1971", 19710624)]
    [InlineData("6/24/1971", 19710624)]
    [InlineData("1971", 19710000)]
    [InlineData("1900-01-01", 0)]
    [InlineData("soon", 0)]
    public void Birth_dates_are_read_as_people_write_them(string value, int expected)
    {
        using var table = Folk.Table([["a", "b", value]]);

        Assert.Equal(expected, table[0].Birth);
    }

    [Fact]
    public void A_street_loses_its_number_and_unit()
    {
        using var table = Folk.Table([["a", "b", null, null, null, "Apt 4, 12b Main Street"]]);

        Assert.Equal(("main st", "12b"), (Text(table, PersonField.Street), Text(table, PersonField.House)));
    }

    [Fact]
    public void Normalising_what_is_normalised_changes_nothing()
    {
        using var once = Folk.Table([["Dr. José María", "de la Cruz", "1971-06-24", "J.Cruz@Gmail.com", "0171 2345678", "12 Main Street", "São Paulo", "12345-6789", "Germany"]]);
        string?[] again =
        [
            Text(once, PersonField.First), Text(once, PersonField.Last), "19710624", Text(once, PersonField.Email), $"+{Text(once, PersonField.Phone)}",
            $"{Text(once, PersonField.House)} {Text(once, PersonField.Street)}", Text(once, PersonField.City), Text(once, PersonField.Postcode), Text(once, PersonField.Country),
        ];
        using var twice = Folk.Table([again]);

        Assert.True(once[0].Memory.SequenceEqual(twice[0].Memory));
    }

    [Fact]
    public void A_whole_name_in_the_middle_names_is_not_held_twice()
    {
        using var table = Folk.Table([["art", "englefield", null, null, null, null, null, null, null, "art john englefield"]]);

        Assert.Equal("john", Text(table, PersonField.Middle));
    }

    private static string Text(PersonTable table, PersonField field) => Encoding.UTF8.GetString(table[0][field]);
}
