using ContactSync.Stores;

namespace ContactSync.Sync.Tests.Stores;

public sealed class ContactIdTests
{
    [Theory]
    [InlineData("0035g00000AbCdE", "0035g00000AbCdEAAV")]
    [InlineData(" 0035g00000AbCdE ", "0035g00000AbCdEAAV")]
    [InlineData("0035g00000AbCdEAAV", "0035g00000AbCdEAAV")]
    [InlineData("0035g00000AbCdEaav", "0035g00000AbCdEAAV")]
    [InlineData("003D000000QOMqh", "003D000000QOMqhIAH")]
    public void An_id_is_completed_to_18_characters(string text, string expected)
    {
        Assert.True(ContactId.TryComplete(text, out var id));
        Assert.Equal(expected, id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0035g00000AbCd")]
    [InlineData("0035g00000AbCdEAA")]
    [InlineData("0035g00000AbCdEAAA")]
    [InlineData("0035g-0000AbCdE")]
    [InlineData("0035g00000AbCdÉ")]
    public void What_is_no_id_is_refused(string text) => Assert.False(ContactId.TryComplete(text, out _));
}
