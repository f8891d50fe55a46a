using System.Globalization;
using System.Text;
using ContactSync.Transforms.Normalize;
using FsCheck;
using FsCheck.Fluent;

namespace ContactSync.Transforms.Tests.Normalize;

public class CanonicalNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("007", "7")]
    [InlineData("+5", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("100", "100")]
    [InlineData("10.500", "10.5")]
    [InlineData("-1.0E7", "-10000000")]
    [InlineData("1.25e-3", "0.00125")]
    [InlineData("12e1", "120")]
    [InlineData("123456789012345678901234567890.10", "123456789012345678901234567890.1")]
    public void Each_number_has_one_spelling(string raw, string canonical) => Assert.Equal(canonical, Canonical(raw));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e5x")]
    [InlineData("e5")]
    [InlineData("1e999")]
    [InlineData("0x10")]
    [InlineData("1 000")]
    [InlineData("NaN")]
    [InlineData("--1")]
    public void What_is_no_decimal_number_is_refused(string raw) => Assert.Null(Canonical(raw));

    [Fact]
    public void More_digits_than_the_bound_are_refused() => Assert.Null(Canonical(new string('9', CanonicalNumber.MaxDigits + 1)));

    [Fact]
    public void The_value_stays_the_same() =>
        Prop.ForAll<decimal>(number =>
        {
            var canonical = Canonical(number.ToString(CultureInfo.InvariantCulture));
            return canonical is not null && decimal.Parse(canonical, CultureInfo.InvariantCulture) == number && Canonical(canonical) == canonical;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void The_exponent_does_not_matter() =>
        Prop.ForAll<int, sbyte>((digits, exponent) =>
        {
            var zeros = Math.Abs(exponent % 40);
            return Canonical($"{digits}e{zeros}") == Canonical(digits + new string('0', zeros)) && Canonical($"{digits}{new string('0', zeros)}e-{zeros}") == Canonical($"{digits}");
        }).QuickCheckThrowOnFailure();

    private static string? Canonical(string raw)
    {
        var target = new byte[(2 * CanonicalNumber.MaxDigits) + 3];
        return CanonicalNumber.TryWrite(Encoding.UTF8.GetBytes(raw), target, out var written) ? Encoding.ASCII.GetString(target, 0, written) : null;
    }
}
