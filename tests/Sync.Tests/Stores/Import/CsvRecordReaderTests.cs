using System.Text;
using ContactSync.Stores.Import;

namespace ContactSync.Sync.Tests.Stores.Import;

public sealed class CsvRecordReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "1:a|b 2:1|2")]
    [InlineData("a,b\r\n1,2", "1:a|b 2:1|2")]
    [InlineData("\uFEFFa,b\n1,2", "1:a|b 2:1|2")]
    [InlineData("a,,\n", "1:a||")]
    [InlineData(",\n", "1:|")]
    [InlineData("\"\",\"a\"\n", "1:|a")]
    [InlineData("\n\r\n\na\n\n", "4:a")]
    [InlineData("\"a,\"\"b\"\"\",c", "1:a,\"b\"|c")]
    [InlineData("\"a\nb\",c\nd,e", "1:a~b|c 3:d|e")]
    [InlineData("\"a\r\nb\"\r\nd", "1:a^~b 3:d")]
    [InlineData("Zoë 🦊\n", "1:Zoë 🦊")]
    [InlineData("", "")]
    [InlineData("\"\"\"\"", "1:\"")]
    public void Records_are_read_by_the_rules(string csv, string expected) => ReadsAs(csv, expected);

    [Theory]
    [InlineData("a\n5\" pipe,x\nb\n", "1:a 2:! 3:b")]
    [InlineData("a\n\"x\"y,z\nb", "1:a 2:! 3:b")]
    [InlineData("a\n\"never closed,z\nb\nc", "1:a 2:! 3:b 4:c")]
    [InlineData("a\nx\ry\nb", "1:a 2:! 3:b")]
    [InlineData("\"", "1:!")]
    [InlineData("a\n\"x\" ,y\r\nb\r\n", "1:a 2:! 3:b")]
    public void A_broken_record_gives_up_its_first_line_alone(string csv, string expected) => ReadsAs(csv, expected);

    [Fact]
    public void A_record_over_the_bound_is_given_up_and_the_next_line_read()
    {
        var cell = new string('x', 400_000);
        ReadsAs($"a\n{cell}\nb\n", "1:a 2:! 3:b", maxBytes: 300_000);
        ReadsAs($"a\n\"{cell}\nb\n", "1:a 2:! 3:b", maxBytes: 300_000);
        ReadsAs($"a\n{cell[..200_000]}\nb\n", $"1:a 2:{cell[..200_000]} 3:b", maxBytes: 300_000);
    }

    [Fact]
    public void A_megabyte_cell_is_one_field()
    {
        var cell = new string('x', 1 << 20);
        ReadsAs($"\"{cell}\"\"{cell}\",b\nc\n", $"1:{cell}\"{cell}|b 2:c");
    }

    /// <summary>Reads with small buffers too, so that their ends fall everywhere.</summary>
    private static void ReadsAs(string csv, string expected, int maxBytes = 32 << 20)
    {
        foreach (var bufferBytes in (int[])[4, 5, 7, 1 << 18])
        {
            using var reader = new CsvRecordReader(new MemoryStream(Encoding.UTF8.GetBytes(csv)), maxBytes, bufferBytes);
            var records = new List<string>();
            while (reader.Read())
            {
                var fields = Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.Field(i)));
                records.Add($"{reader.Line}:{(reader.Fault is null ? string.Join('|', fields) : "!")}");
            }
            Assert.Equal(expected, string.Join(' ', records).Replace('\n', '~').Replace('\r', '^'));
            Assert.False(reader.Read());
        }
    }
}
