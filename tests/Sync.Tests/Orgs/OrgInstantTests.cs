using System.Text;
using ContactSync.Orgs;

namespace ContactSync.Sync.Tests.Orgs;

public sealed class OrgInstantTests
{
    [Theory]
    [InlineData("2026-01-02T21:33:43.000Z", "2026-01-02T21:33:43Z")]
    [InlineData("2026-01-02T21:33:43.000+0000", "2026-01-02T21:33:43Z")]
    [InlineData("2024-02-29T00:00:00.250+00:00", "2024-02-29T00:00:00.250Z")]
    [InlineData("1969-12-31T23:59:59.000Z", "1969-12-31T23:59:59Z")]
    public void An_instant_of_the_wire_is_read_to_the_microsecond(string text, string expected)
    {
        Assert.True(OrgInstant.TryParse(Encoding.UTF8.GetBytes(text), out var microseconds));

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-02")]
    [InlineData("2026-02-30T00:00:00.000Z")]
    [InlineData("2026-01-02T24:00:00.000Z")]
    [InlineData("2026-01-02T21:33:43.000+0100")]
    [InlineData("2026-01-02 21:33:43.000Z")]
    [InlineData("20a6-01-02T21:33:43.000Z")]
    public void Anything_else_is_refused(string text) => Assert.False(OrgInstant.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
