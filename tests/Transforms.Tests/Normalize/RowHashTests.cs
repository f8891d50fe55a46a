using System.Globalization;
using System.Text;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Tests.Normalize;

public class RowHashTests
{
    /// <summary>Published digests of MurmurHash3_x64_128 with seed 0.</summary>
    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("hello", "cbd8a7b341bd9b025b1e906a48ae1d19")]
    [InlineData("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347")]
    public void The_function_is_the_published_one(string text, string digest) =>
        Assert.Equal(UInt128.Parse(digest, NumberStyles.HexNumber, CultureInfo.InvariantCulture), RowHash.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Every_length_and_every_bit_counts()
    {
        var seen = new HashSet<UInt128>();
        var bytes = new byte[70];
        for (var length = 0; length <= bytes.Length; length++)
        {
            Assert.True(seen.Add(RowHash.Of(bytes.AsSpan(0, length))));
            for (var bit = 0; bit < 8 * length; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(seen.Add(RowHash.Of(bytes.AsSpan(0, length))));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }
}
