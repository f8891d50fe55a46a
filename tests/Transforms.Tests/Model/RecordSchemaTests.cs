using ContactSync.Transforms.Model;

namespace ContactSync.Transforms.Tests.Model;

public class RecordSchemaTests
{
    [Fact]
    public void A_name_given_twice_is_refused_whatever_its_case() =>
        Assert.Throws<ArgumentException>(() => new RecordSchema(
            "t", [new Column("Email", ColumnType.Text, ColumnRole.Value), new Column("email", ColumnType.Text, ColumnRole.Value)]));

    [Fact]
    public void A_schema_without_columns_is_refused() => Assert.Throws<ArgumentException>(() => new RecordSchema("t", []));

    [Fact]
    public void Columns_are_found_by_name_and_by_role()
    {
        var schema = new RecordSchema("t", [new Column("k", ColumnType.Text, ColumnRole.RecordKey), new Column("at", ColumnType.Timestamp, ColumnRole.Stamp)]);

        Assert.Equal(1, schema.IndexOf("AT"));
        Assert.Equal(1, schema.IndexOf(ColumnRole.Stamp));
        Assert.Equal(-1, schema.IndexOf(ColumnRole.Link));
        Assert.Contains("'nope'", Assert.Throws<ArgumentException>(() => schema.Require("nope")).Message, StringComparison.Ordinal);
    }
}
