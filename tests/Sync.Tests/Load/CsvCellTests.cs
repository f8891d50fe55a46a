using System.Buffers;
using System.Text;
using ContactSync.Load;

namespace ContactSync.Sync.Tests.Load;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData(" spaced ", " spaced ")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\r\nlines", "\"two\nlines\"")]
    [InlineData("old\rmac", "\"old\nmac\"")]
    [InlineData("#N/A", "#N/A")]
    [InlineData("+49 30", "+49 30")]
    [InlineData("Zoë 😀", "Zoë 😀")]
    public void A_cell_is_quoted_only_where_it_must_be(string value, string cell)
    {
        var output = new ArrayBufferWriter<byte>();
        CsvCell.Write(output, Encoding.UTF8.GetBytes(value));
        Assert.Equal(cell, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
