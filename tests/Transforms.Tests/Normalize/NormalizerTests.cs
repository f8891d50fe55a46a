using System.Text;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.Tests.Normalize;

public class NormalizerTests
{
    private static readonly Column[] Mapped =
    [
        new("first_name", ColumnType.Text, ColumnRole.FirstName),
        new("last_name", ColumnType.Text, ColumnRole.LastName),
        new("email", ColumnType.Email, ColumnRole.Email),
        new("gift", ColumnType.Number, ColumnRole.Value),
    ];

    private static readonly RecordSchema Local = new(
        "extract_local",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("local_key", ColumnType.Text, ColumnRole.SideKey),
            new("org_id", ColumnType.Text, ColumnRole.Link),
            new("modified_at", ColumnType.Timestamp, ColumnRole.Stamp),
            .. Mapped,
        ]);

    private static readonly RecordSchema Org = new(
        "extract_org",
        [
            new("record_key", ColumnType.Text, ColumnRole.RecordKey),
            new("org_id", ColumnType.Text, ColumnRole.SideKey),
            new("created_at", ColumnType.Timestamp, ColumnRole.Created),
            new("is_deleted", ColumnType.Boolean, ColumnRole.Deleted),
            .. Mapped,
        ]);

    [Fact]
    public void The_result_has_keys_hash_match_keys_and_mapped_fields() =>
        Assert.Equal(
            ["record_key", "local_key", "org_id", "row_hash", "email_key", "first_key", "last_key", "first_name", "last_name", "email", "gift"],
            NormalizedSchema.For(Local).Columns.Select(c => c.Name));

    [Fact]
    public void A_mapped_value_is_null_when_blank_and_else_the_canonical_value()
    {
        var result = Apply(Local, ["local:1", "1", null, "5", "Ann", " Lee ", "  ", null]);

        Assert.Equal("Ann", Rows.Text(result, "first_name", 0));
        Assert.Equal("Lee", Rows.Text(result, "last_name", 0));
        Assert.Null(Rows.Text(result, "email", 0));
        Assert.Null(Rows.Text(result, "gift", 0));
        Assert.Equal("local:1", Rows.Text(result, "record_key", 0));
        Assert.Null(Rows.Text(result, "org_id", 0));
    }

    [Fact]
    public void Match_keys_come_from_the_fields_of_their_roles()
    {
        var result = Apply(Local, ["local:1", "1", null, "5", "José", "O'Brien", " Ann@Example.org", null], ["local:2", "2", null, "5", "-", null, "none", null]);

        Assert.Equal(("jose", "obrien", "ann@example.org"), Keys(result, 0));
        Assert.Equal((null, null, null), Keys(result, 1));
    }

    [Fact]
    public void Equal_values_hash_alike_on_both_sides_however_they_are_written()
    {
        var local = Apply(Local, ["local:1", "1", null, "5", "José", "Lee", "ANN@example.org", "10"]);
        var org = Apply(Org, ["org:003", "003", "9", "false", "Jose\u0301 ", " Lee", "ann@example.org", "1.0E1"]);

        Assert.Equal(Rows.Hash(local, 0), Rows.Hash(org, 0));
    }

    [Fact]
    public void Null_and_blank_hash_alike()
    {
        var result = Apply(Local, ["local:1", "1", null, "5", "Ann", null, null, null], ["local:2", "2", null, "5", "Ann", "", " \t", "\u00A0"]);

        Assert.Equal(Rows.Hash(result, 0), Rows.Hash(result, 1));
    }

    [Fact]
    public void A_value_moved_to_the_next_field_changes_the_hash()
    {
        var result = Apply(
            Local,
            ["local:1", "1", null, "5", "ab", "c", null, null],
            ["local:2", "2", null, "5", "a", "bc", null, null],
            ["local:3", "3", null, "5", "abc", "", null, null],
            ["local:4", "4", null, "5", "", "abc", null, null]);

        Assert.Equal(4, Enumerable.Range(0, 4).Select(row => Rows.Hash(result, row)).Distinct().Count());
    }

    [Fact]
    public void Unmapped_columns_do_not_change_the_hash()
    {
        var result = Apply(Local, ["local:1", "1", "003A", "5", "Ann", "Lee", null, null], ["local:2", "2", null, null, "Ann", "Lee", null, null]);

        Assert.Equal(Rows.Hash(result, 0), Rows.Hash(result, 1));
    }

    [Fact]
    public void The_hash_stays_the_same_for_good()
    {
        var result = Apply(Local, ["local:1", "1", null, "5", "Ann", "Lee", "ann@example.org", "10"]);

        // Stored by earlier runs: a change here makes every record look changed. Computed outside this project.
        Assert.Equal(UInt128.Parse("c9d9bd57c4a08b832176902809450b20", System.Globalization.NumberStyles.HexNumber, null), Rows.Hash(result, 0));
    }

    [Fact]
    public void Normalising_the_normalised_changes_nothing()
    {
        string?[] raw = ["local:1", "1", null, "5", "  Jose\u0301  Mari\u0301a", "LEE\r\n", "MÜLLER@Example.org", "007.10"];
        var once = Apply(Local, raw);
        string?[] canonical = [.. raw[..4], .. Mapped.Select((c, i) => Rows.Text(once, c.Name, 0) ?? raw[4 + i])];

        var twice = Apply(Local, canonical);

        Assert.All(Mapped, c => Assert.Equal(Rows.Text(once, c.Name, 0), Rows.Text(twice, c.Name, 0)));
        Assert.Equal(Rows.Hash(once, 0), Rows.Hash(twice, 0));
    }

    public static TheoryData<string, byte[], string> BadCells => new()
    {
        { "a lone continuation byte", [0x41, 0x80], RejectCodes.InvalidUtf8 },
        { "a cut sequence", [0x41, 0xC3], RejectCodes.InvalidUtf8 },
        { "an encoded surrogate", [0xED, 0xA0, 0x80], RejectCodes.InvalidUtf8 },
        { "an overlong form", [0xC0, 0xAF], RejectCodes.InvalidUtf8 },
        { "U+FFFE", [0xEF, 0xBF, 0xBE], RejectCodes.InvalidUtf8 },
        { "a NUL", [0x41, 0x00, 0x42], RejectCodes.NulCharacter },
        { "a cell over the cap", new byte[1001], RejectCodes.CellTooLong },
    };

    [Theory]
    [MemberData(nameof(BadCells))]
    public void A_bad_cell_rejects_its_row_and_no_other(string what, byte[] cell, string code)
    {
        Assert.NotEmpty(what);
        var raw = Rows.Batch(Local, ["local:1", "1", null, "5", "Ann", "é", null, null]);
        raw.Release();
        raw = RecordBatch.Rent(Local, 3, 3);
        Rows.Add(raw, "local:1", "1", null, "5", "Ann", "é", null, null);
        AddWithLastName(raw, cell);
        Rows.Add(raw, "local:3", "3", null, "5", "Bob", "x", null, null);

        var result = new Normalizer(new NormalizeOptions(Local) { MaxCellBytes = 1000 }).Apply(raw);

        Assert.Equal(2, result.RowCount);
        Assert.Equal(3, result.Sequence);
        Assert.Equal("local:3", Rows.Text(result, "record_key", 1));
        var reject = Assert.Single(result.Rejects);
        Assert.Equal(("local:2", code, "last_name", 1), (reject.RecordKey, reject.Code, reject.Field, reject.Row));
    }

    [Fact]
    public void A_megabyte_of_text_is_a_value()
    {
        var street = new string('é', 1 << 19);

        var result = Apply(Local, ["local:1", "1", null, "5", street, " " + new string('x', 1 << 19) + "\u0301", null, null]);

        Assert.Empty(result.Rejects);
        Assert.Equal(street, Rows.Text(result, "first_name", 0));
        Assert.Equal((1 << 19) + 2, result.Text(result.Schema.Require("last_name"))[0].Length);
    }

    [Fact]
    public void Rejects_of_the_raw_batch_ride_along()
    {
        var raw = Rows.Batch(Local, ["local:1", "1", null, "5", "Ann", "Lee", null, null]);
        raw.AddReject(new Reject("local:0", "earlier", null, "dropped before"));

        Assert.Equal("earlier", Assert.Single(new Normalizer(new NormalizeOptions(Local)).Apply(raw).Rejects).Code);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_batch_a_row_comes_in()
    {
        string?[][] rows =
        [
            .. Enumerable.Range(0, 300).Select(i => new string?[]
            {
                $"local:{i}", $"{i}", i % 3 == 0 ? "003A" : null, "5", i % 7 == 0 ? "Zoë " : "Ann", i % 5 == 0 ? " Lee  Roy" : "Lee", i % 11 == 0 ? "A@B.C" : null, $"{i}.0",
            }),
        ];

        Assert.Equal(Dump(rows, 300), Dump(rows, 1));
        Assert.Equal(Dump(rows, 300), Dump(rows, 97));
    }

    [Fact]
    public void A_mapped_timestamp_is_refused() =>
        Assert.Throws<ArgumentException>(() => NormalizedSchema.For(
            new RecordSchema("t", [new("k", ColumnType.Text, ColumnRole.RecordKey), new("at", ColumnType.Timestamp, ColumnRole.Value)])));

    [Fact]
    public void A_batch_of_other_columns_is_refused() => Assert.Throws<ArgumentException>(() =>
        new Normalizer(new NormalizeOptions(Local)).Apply(Rows.Batch(Org, ["org:1", "1", null, null, "a", "b", null, null])));

    [Fact]
    public void Ascii_rows_allocate_next_to_nothing()
    {
        const int Rows = 4096;
        var normalizer = new Normalizer(new NormalizeOptions(Local));
        var raw = Tests.Rows.Batch(Local, Enumerable.Range(0, Rows).Select(i => new string?[] { $"local:{i}", $"{i}", null, "5", "Ann ", "Lee", "A@B.ORG", "1.50" }));

        Assert.InRange(Allocations.LeastOf(() => normalizer.Apply(raw).Release()), 0, 2 * Rows);
    }

    private static (string? First, string? Last, string? Email) Keys(RecordBatch result, int row) =>
        (Rows.Text(result, "first_key", row), Rows.Text(result, "last_key", row), Rows.Text(result, "email_key", row));

    private static string Dump(string?[][] rows, int batchRows)
    {
        var dump = new StringBuilder();
        foreach (var chunk in rows.Chunk(batchRows))
        {
            var result = Apply(Local, chunk);
            for (var row = 0; row < result.RowCount; row++)
            {
                dump.Append(Rows.Hash(result, row)).AppendJoin('|', result.Schema.Columns.Where(c => c.Type != ColumnType.Hash).Select(c => Rows.Text(result, c.Name, row) ?? "~"));
            }

            result.Release();
        }

        return dump.ToString();
    }

    private static RecordBatch Apply(RecordSchema schema, params IEnumerable<string?[]> rows)
    {
        var raw = Rows.Batch(schema, rows);
        var result = new Normalizer(new NormalizeOptions(schema)).Apply(raw);
        raw.Release();
        return result;
    }

    private static void AddWithLastName(RecordBatch raw, byte[] cell)
    {
        raw.Text(0).Append("local:2"u8);
        raw.Text(1).Append("2"u8);
        raw.Text(2).AppendNull();
        raw.Int64(3).AppendNull();
        raw.Text(4).Append("Ann"u8);
        raw.Text(5).Append(cell);
        raw.Text(6).AppendNull();
        raw.Text(7).AppendNull();
        raw.EndRow();
    }
}
