using System.Text;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Normalize;

public class KeyTests
{
    private static readonly RecordSchema Keys = new("keys", [new Column("key", ColumnType.Text, ColumnRole.Derived)]);

    [Theory]
    [InlineData("O'Brien", "obrien")]
    [InlineData("Mary Ann", "maryann")]
    [InlineData("Smith-Jones 3rd", "smithjones3rd")]
    [InlineData("José", "jose")]
    [InlineData("Jose\u0301", "jose")]
    [InlineData("Łukasz", "lukasz")]
    [InlineData("MÜLLER", "muller")]
    [InlineData("Groß", "gross")]
    [InlineData("GROẞ", "gross")]
    [InlineData("Æthel", "aethel")]
    [InlineData("Þóra", "thora")]
    [InlineData("Đorđević", "dordevic")]
    [InlineData("İpek", "ipek")]
    [InlineData("Yıldız", "yildiz")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("ﬁona", "fiona")]
    [InlineData("山田", "山田")]
    [InlineData("김민수", "김민수")]
    [InlineData("Иванова", "иванова")]
    [InlineData("ΝΊΚΟΣ", "νικοσ")]
    [InlineData("Νίκος", "νικοσ")]
    [InlineData("מֹשֶׁה", "משה")]
    public void A_name_folds_to_letters_and_digits_of_its_script(string name, string key) => Assert.Equal(key, NameKeyOf(name));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("...")]
    [InlineData("\u2014\u2014")]
    [InlineData("😀")]
    public void A_name_without_letters_has_no_key(string name) => Assert.Null(NameKeyOf(name));

    [Fact]
    public void Vowel_signs_stay_where_they_spell_the_name() => Assert.NotEqual(NameKeyOf("राजेश"), NameKeyOf("रजश"));

    [Fact]
    public void Case_and_composition_do_not_matter() =>
        Prop.ForAll(Arb.From(Gen.Elements("aBcéÉßøŁñÑçžΣσςЙйが가".ToCharArray()).ArrayOf().Select(c => new string(c))), name =>
        {
            var key = NameKeyOf(name);
            return NameKeyOf(name.Normalize(NormalizationForm.FormD)) == key && NameKeyOf(name.ToLowerInvariant()) == key && (key is null || NameKeyOf(key) == key);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("ann@example.org", true)]
    [InlineData("a@b.c", true)]
    [InlineData("müller@example.org", true)]
    [InlineData("", false)]
    [InlineData("none", false)]
    [InlineData("n/a", false)]
    [InlineData("@example.org", false)]
    [InlineData("ann@", false)]
    [InlineData("ann@localhost", false)]
    [InlineData("ann@.org", false)]
    [InlineData("ann@example.", false)]
    [InlineData("ann@bob@example.org", false)]
    [InlineData("ann lee@example.org", false)]
    public void Only_an_address_is_an_email_key(string value, bool address) => Assert.Equal(address, EmailKey.IsAddress(Encoding.UTF8.GetBytes(value)));

    private static string? NameKeyOf(string name)
    {
        var batch = RecordBatch.Rent(Keys, 0, 1);
        using var scratch = new Scratch();
        NameKey.Append(Encoding.UTF8.GetBytes(name), batch.Text(0), scratch);
        batch.EndRow();
        var key = Rows.Text(batch, "key", 0);
        batch.Release();
        return key;
    }
}
