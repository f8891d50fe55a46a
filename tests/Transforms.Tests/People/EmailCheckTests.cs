using System.Text;
using ContactSync.Transforms.People;

namespace ContactSync.Transforms.Tests.People;

/// <summary>Which e-mail addresses a person should look at.</summary>
public sealed class EmailCheckTests
{
    private static readonly MailDomains Domains = MailDomains.Parse("# Many people's.\ngmail.com mail.com aol.com hotmail.co.uk\n.con = .com\n", "# Gone in minutes.\nminutes.example\ngmaill.com\n");

    [Theory]
    [InlineData("ann@gmial.com", "ann@gmail.com")]
    [InlineData("Ann.Lee@GMAIL.CON", "ann.lee@gmail.com")]
    [InlineData("mailto:ann@gmai.com", "ann@gmail.com")]
    [InlineData("ann@hotmail.co.ukk", "ann@hotmail.co.uk")]
    [InlineData("ann@charity.con", "ann@charity.com")]
    [InlineData("ann@gmaill.com", "ann@gmail.com")]
    public void One_slip_from_a_domain_that_many_have_was_likely_mistyped(string value, string meant) => Assert.Equal((EmailFlaw.Typo, meant), Of(value));

    [Theory]
    [InlineData("ann@mail.com")]
    [InlineData("ann@gmail.com")]
    [InlineData("ann@aok.com")]
    [InlineData("ann@gmail.example")]
    [InlineData("ann@convent.example")]
    public void Another_domain_may_well_be_meant(string value) => Assert.Equal((EmailFlaw.None, null), Of(value));

    [Theory]
    [InlineData("ann@minutes.example", EmailFlaw.Disposable)]
    [InlineData("ann@inbox.Minutes.example", EmailFlaw.Disposable)]
    [InlineData("info@charity.example", EmailFlaw.Role)]
    [InlineData("n/a", EmailFlaw.Invalid)]
    [InlineData("ann lee@example.org", EmailFlaw.Invalid)]
    [InlineData("@", EmailFlaw.Invalid)]
    public void The_first_flaw_counts(string value, EmailFlaw flaw) => Assert.Equal((flaw, null), Of(value));

    [Fact]
    public void A_cell_of_a_megabyte_and_letters_that_grow_when_folded_are_read_too()
    {
        Assert.Equal(EmailFlaw.Invalid, Of(new string('a', 1 << 20) + "@gmail.com").Flaw);
        Assert.Equal(EmailFlaw.Invalid, Of(string.Concat(Enumerable.Repeat("\uFDFA", 70)) + "@example.org").Flaw);
        Assert.Equal((EmailFlaw.Typo, "j\u00F6rg@gmail.com"), Of("J\u00D6RG@gmial.com"));
    }

    private static (EmailFlaw Flaw, string? Meant) Of(string value)
    {
        var flaw = new EmailCheck(Folk.Lists, Domains).Of(Encoding.UTF8.GetBytes(value), out var meant);
        return (flaw, meant);
    }
}
