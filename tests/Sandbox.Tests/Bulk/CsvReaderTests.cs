using System.Text;
using ContactSync.Sandbox.Bulk;

namespace ContactSync.Sandbox.Tests.Bulk;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b;1|2")]
    [InlineData("a,b\n1,2", "a|b;1|2")]
    [InlineData("a,b\n1,", "a|b;1|")]
    [InlineData("a,b\n,\n", "a|b;|")]
    [InlineData("a\n\"x\"\"y\"\n", "a;x\"y")]
    [InlineData("a,b\n\"line\nbreak\",\"c,d\"\n", "a|b;line\nbreak|c,d")]
    [InlineData("a,b\n  x ,y\n", "a|b;  x |y")]
    [InlineData("a,b\n\n1,2\n", "a|b;1|2")]
    [InlineData("a,b\n\"\",\"\"", "a|b;|")]
    public void Records_are_read_by_the_rules(string csv, string expected) => Assert.Equal(expected, Read(csv));

    [Theory]
    [InlineData("a\nx\"y\n")]
    [InlineData("a\n\"x\"y\n")]
    [InlineData("\uFEFF\"a\"\n1\n")]
    public void A_quote_where_none_may_be_fails_the_file(string csv) =>
        Assert.Equal("InvalidBatch : Failed to parse CSV. Found unescaped quote", Assert.Throws<JobFault>(() => Read(csv)).Message);

    [Fact]
    public void A_quote_never_closed_fails_the_file() => Assert.Throws<JobFault>(() => Read("a\n\"x\n"));

    [Theory]
    [InlineData("a,b\n \"x\",y\n")]
    [InlineData("a,b\n\"x\" ,y\n")]
    public void White_space_beside_a_quote_breaks_the_row_alone(string csv)
    {
        var reader = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(csv)), (byte)',');
        var row = new CsvRow();
        Assert.True(reader.Read(row));
        Assert.False(row.Broken);
        Assert.True(reader.Read(row));
        Assert.True(row.Broken);
        Assert.False(reader.Read(row));
    }

    [Fact]
    public void Offsets_name_the_byte_a_record_begins_at_though_the_data_comes_in_drops()
    {
        var csv = "h1,h2\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"\"{new string('x', i)}\"\"\n\",{i}\n"));
        var bytes = Encoding.UTF8.GetBytes(csv);
        var reader = new CsvReader(new DripStream(bytes), (byte)',');
        var row = new CsvRow();
        reader.Read(row);
        for (var i = 0; i < 500; i++)
        {
            var again = new CsvReader(new MemoryStream(bytes, (int)reader.Offset, bytes.Length - (int)reader.Offset), (byte)',');
            var same = new CsvRow();
            Assert.True(again.Read(same));
            Assert.True(reader.Read(row));
            Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetString(row[1]));
            Assert.True(row[0].SequenceEqual(same[0]));
        }
        Assert.False(reader.Read(row));
        Assert.Equal(bytes.Length, reader.Offset);
    }

    private static string Read(string csv)
    {
        var reader = new CsvReader(new DripStream(Encoding.UTF8.GetBytes(csv)), (byte)',');
        var row = new CsvRow();
        var rows = new List<string>();
        while (reader.Read(row))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, row.Count).Select(i => Encoding.UTF8.GetString(row[i]))));
        }
        return string.Join(';', rows);
    }

    /// <summary>Gives a few bytes a read, so that every cut is met.</summary>
    private sealed class DripStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));
    }
}
