using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Tests.Normalize;

public class UnusableValueTests
{
    private static readonly RecordSchema Schema = new(
        "extract_local",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("last_name", ColumnType.Text, ColumnRole.LastName),
            new("born", ColumnType.Date, ColumnRole.Value),
            new("joined", ColumnType.Date, ColumnRole.Value),
        ]);

    [Fact]
    public void A_row_goes_on_without_a_date_that_is_none_and_the_value_is_named()
    {
        var (result, unusable) = Apply(["local:1", "Lee", " 1847-72-18", "1529-01-01"], ["local:2", "Ray", " 1970-01-31 ", null]);

        Assert.Equal(2, result.RowCount);
        Assert.Empty(result.Rejects);
        Assert.Equal((null, null), (Rows.Text(result, "born", 0), Rows.Text(result, "joined", 0)));
        Assert.Equal("1970-01-31", Rows.Text(result, "born", 1));
        Assert.Equal(
            [new("local:1", "born", UnusableCodes.NoDate, " 1847-72-18"), new UnusableValue("local:1", "joined", UnusableCodes.DateOutOfRange, "1529-01-01")],
            unusable);
    }

    [Fact]
    public void It_hashes_as_a_blank_does()
    {
        var (result, unusable) = Apply(["local:1", "Lee", "31/01/1970", null], ["local:2", "Lee", null, "\u00A0"]);

        Assert.Equal(Rows.Hash(result, 0), Rows.Hash(result, 1));
        Assert.Single(unusable);
    }

    private static (RecordBatch Result, List<UnusableValue> Unusable) Apply(params IEnumerable<string?[]> rows)
    {
        var raw = Rows.Batch(Schema, rows);
        List<UnusableValue> unusable = [];
        var result = new Normalizer(new NormalizeOptions(Schema)).Apply(raw, unusable);
        raw.Release();
        return (result, unusable);
    }
}
