using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Tests.Values;

public sealed class JavaDoubleTests
{
    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(100, "100.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(912260031, "9.12260031E8")]
    [InlineData(10000000, "1.0E7")]
    [InlineData(9999999.5, "9999999.5")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "1.0E-4")]
    [InlineData(-1234567890123, "-1.234567890123E12")]
    public void Numbers_are_printed_as_java_prints_them(double value, string text) => Assert.Equal(text, JavaDouble.Format(value));
}
