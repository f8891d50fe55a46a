using System.Text;
using ContactSync.Cli;
using ContactSync.Stores;
using ContactSync.Stores.Import;

namespace ContactSync.Sync.Tests.Stores.Import;

public sealed class StoreImportTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Rows_are_inserted_updated_or_unchanged_and_the_counts_balance()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bob,Ray,bob@example.org");
        var unchanged = (await bench.GetAsync("1")).ModifiedAt;
        var changed = (await bench.GetAsync("2")).ModifiedAt;

        var report = await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Rob,Ray,bob@example.org", "3,Cid,Fox,", "4,Dee,Poe,ann@EXAMPLE.org");

        Assert.Equal((4, 1, 1, 1, 1), (report.Read, report.Inserted, report.Updated, report.Unchanged, report.Refused));
        Assert.Equal(ExitCode.RowsFailed, report.ExitCode);
        Assert.Equal(unchanged, (await bench.GetAsync("1")).ModifiedAt);
        Assert.True((await bench.GetAsync("2")).ModifiedAt > changed);
    }

    [Fact]
    public async Task Each_refused_row_is_named_with_its_line_and_reason()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var file = bench.Write("import.csv", [.. Encoding.UTF8.GetBytes(
            "supporter_id,first_name,last_name,email\r\n"
            + "2,Bob,Ray,ANN@example.org\r\n"
            + "3,Cid,\"Fox\r\nJr\",cid@example.org\r\n"
            + "4,Dee,Poe,Cid@example.org\r\n"
            + "3,Eve,Dup,\r\n"
            + "6,5\" pipe,x,\r\n"
            + "7,short\r\n"
            + ",,,\r\n"
            + "9,a\0b,Nul,\r\n"
            + "10,Bad,"), 0xC3, 0x28, .. ",\r\n11,Fay,Good,fay@example.org\r\n"u8]);

        var report = await bench.Editor.ImportAsync(file, null, None);

        Assert.Equal(
            [
                (2, "email_taken", "supporter 1 has this e-mail address"),
                (5, "duplicate_email", "line 3 has the same e-mail address"),
                (6, "duplicate_key", "line 3 names the same supporter"),
                (7, "malformed_csv", "a quote stands inside an unquoted field"),
                (8, "column_count", "the row has 2 columns, the header has 4"),
                (9, "blank_row", "every mapped column is blank"),
                (10, "nul_byte", "the row holds a NUL character"),
                (11, "invalid_utf8", "the row holds bytes that are not UTF-8"),
            ],
            report.Refusals.Select(r => ((int)r.Line, r.Code, r.Message)));
        Assert.Equal((10, 2), (report.Read, report.Inserted));
        Assert.Equal("Fox\r\nJr", (await bench.GetAsync("3")).Value("last_name"));
    }

    [Fact]
    public async Task A_row_without_a_key_is_found_by_its_address_else_made()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("7,Ann,Lee,ann@example.org");
        var file = bench.Write("people.csv", "given,surname,mail,shoe size\nAnna,Lee,ANN@example.org,41\nBob,Ray,bob@example.org,42\nCid,Fox,,43\nBo,Ray,bob@example.org,44\n");

        var report = await bench.Editor.ImportAsync(file, ImportMapping.Parse("first_name=given,last_name=surname,email=mail", bench.Store.Fields), None);

        Assert.Equal((2, 1, 0), (report.Inserted, report.Updated, report.Unchanged));
        Assert.Equal(new ImportRefusal(5, "duplicate_email", "line 3 has the same e-mail address"), Assert.Single(report.Refusals));
        Assert.Equal(["shoe size"], report.IgnoredColumns);
        Assert.Equal("Anna", (await bench.GetAsync("7")).Value("first_name"));
        Assert.Equal(["7", "8", "9"], (await bench.Editor.FirstAsync(9, None)).Select(s => s.Key));
    }

    [Fact]
    public async Task Fields_without_a_column_stay_and_a_blank_cell_clears_its_field_but_never_the_link()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        await bench.ApplyAsync(StoreWorkbench.Link(1, "1", "0035g00000AbCdE"));
        var file = bench.Write("people.csv", "supporter_id,first_name,contact_id\n1,,\n2,Bob,0035g00000AbCdF\n3,Cid,003\n");

        var report = await bench.Editor.ImportAsync(file, null, None);

        var after = await bench.GetAsync("1");
        Assert.Equal((null, "Lee", "0035g00000AbCdEAAV"), (after.Value("first_name"), after.Value("last_name"), after.ContactId));
        Assert.Equal("0035g00000AbCdFAAV", (await bench.GetAsync("2")).ContactId);
        Assert.Equal("contact_invalid", Assert.Single(report.Refusals).Code);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n1,2\n", "No column")]
    [InlineData("email,email\n1,2\n", "more than once")]
    [InlineData("\"email\n", "header cannot be read")]
    public async Task A_file_without_a_usable_header_is_refused_whole(string csv, string part)
    {
        await using var bench = new StoreWorkbench();

        var e = await Assert.ThrowsAsync<StoreException>(() => bench.Editor.ImportAsync(bench.Write("bad.csv", csv), null, None));

        Assert.Contains(part, e.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_another_encoding_or_missing_is_refused_whole()
    {
        await using var bench = new StoreWorkbench();

        var utf16 = await Assert.ThrowsAsync<StoreException>(() => bench.Editor.ImportAsync(bench.Write("utf16.csv", Encoding.Unicode.GetBytes("\uFEFFemail\nx\n")), null, None));
        var missing = await Assert.ThrowsAsync<StoreException>(() => bench.Editor.ImportAsync(Path.Combine(bench.Folder, "none.csv"), null, None));
        var column = await Assert.ThrowsAsync<StoreException>(() =>
            bench.Editor.ImportAsync(bench.Write("x.csv", "surname\nLee\n"), ImportMapping.Parse("last_name=surnme", bench.Store.Fields), None));

        Assert.Contains("not UTF-8", utf16.What, StringComparison.Ordinal);
        Assert.Contains("cannot be read", missing.What, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'surname'?", column.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_is_cancelled_leaves_nothing_behind()
    {
        await using var bench = new StoreWorkbench();
        var file = bench.Write("many.csv", "last_name\n" + string.Concat(Enumerable.Repeat("Lee\n", 70_000)));
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Editor.ImportAsync(file, null, cancel.Token));

        Assert.Equal(0, await bench.Editor.CountAsync(None));
        Assert.Equal(1, (await bench.ImportAsync("1,Ann,Lee,")).Inserted);
    }
}
