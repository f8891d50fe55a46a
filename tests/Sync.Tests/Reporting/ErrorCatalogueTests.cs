using ContactSync.Reporting;

namespace ContactSync.Sync.Tests.Reporting;

public sealed class ErrorCatalogueTests
{
    // The three texts of a trigger that passes a duplicate alert on, with the tails they are seen with.
    [Theory]
    [InlineData("Failed to create Account for Contact Ann Lee. Duplicate Alert:-", true)]
    [InlineData("Failed to create Account for Contact Zoë. Use one of these records?:--", true)]
    [InlineData("A record with this email address already exists.:Email --", true)]
    [InlineData("Failed to create Account for Contact Ann Lee. Use one of these records?:\u2013", true)]
    [InlineData("A web lead needs a phone number", false)]
    public void A_refusal_of_a_trigger_is_told_by_its_text(string message, bool isDuplicate) =>
        Assert.Equal(isDuplicate, ErrorCatalogue.Find("FIELD_CUSTOM_VALIDATION_EXCEPTION", message)!.Meaning.Contains("duplicate", StringComparison.Ordinal));

    [Fact]
    public void Every_error_says_what_it_means_and_what_to_do_and_can_be_found()
    {
        Assert.All(ErrorCatalogue.All, e =>
        {
            Assert.NotEmpty(e.Meaning);
            Assert.NotEmpty(e.Remedy);
            Assert.Same(e, e.Message is null ? ErrorCatalogue.Find(e.Code, "a text nobody has foreseen") : ErrorCatalogue.Find(e.Code, e.Message.Split('|')[0]));
        });
        Assert.Null(ErrorCatalogue.Find("NO_SUCH_CODE", null));
    }
}
