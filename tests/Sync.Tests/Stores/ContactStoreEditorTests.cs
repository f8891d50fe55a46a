using System.Text;
using System.Text.Json;
using ContactSync.Cli;
using ContactSync.Stores;

namespace ContactSync.Sync.Tests.Stores;

public sealed class ContactStoreEditorTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_supporter_is_found_by_key_or_by_address_in_any_case()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,Ann@Example.org", "ann@example.org,Odd,Key,");

        Assert.Equal("Odd", (await bench.GetAsync("ann@example.org")).Value("first_name"));
        Assert.Equal("Ann", (await bench.GetAsync(" ANN@example.ORG ")).Value("first_name"));
        Assert.Null(await bench.Editor.FindAsync("nobody", None));
    }

    [Fact]
    public async Task Refused_edits_change_nothing_and_say_what_to_do()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org", "2,Bob,Ray,bob@example.org");
        var before = await bench.GetAsync("2");

        await Refused(bench, "2", "email", "ANN@example.org", "supporter 1 has this e-mail address");
        await Refused(bench, "2", "frist_name", "x", "Did you mean 'first_name'?");
        await Refused(bench, "2", "supporter_id", "9", "cannot be changed");
        await Refused(bench, "2", "modified_at", "2020-01-01", "no field 'modified_at'");
        await Refused(bench, "2", "contact_id", "003", "Salesforce Id");
        await Refused(bench, "2", "city", "a\0b", "NUL");
        await Refused(bench, "77", "city", "Bath", "no such supporter");

        Assert.Equivalent(before, await bench.GetAsync("2"), strict: true);
    }

    [Fact]
    public async Task An_assignment_is_cut_at_its_first_equals_sign()
    {
        Assert.Equal(new StoreChange("street", "a=b"), ContactStoreEditor.ParseAssignment("street=a=b"));
        Assert.Equal(new StoreChange("street", null), ContactStoreEditor.ParseAssignment("street="));
        Assert.Throws<StoreException>(() => ContactStoreEditor.ParseAssignment("street"));

        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        var (after, _) = await bench.Editor.SetAsync("1", [ContactStoreEditor.ParseAssignment("email=")], None);
        Assert.Null(after.Value("email"));
    }

    [Fact]
    public async Task A_supporter_is_written_as_json_with_the_names_of_the_table()
    {
        await using var bench = new StoreWorkbench();
        await bench.ImportAsync("1,Ann,Lee,ann@example.org");
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            (await bench.GetAsync("1")).WriteTo(writer);
        }

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray()));

        Assert.Equal("1", json.RootElement.GetProperty("supporter_id").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("synced_at").ValueKind);
        Assert.Equal("ann@example.org", json.RootElement.GetProperty("email").GetString());
        Assert.Equal(7 + StoreFields.Default.Length, json.RootElement.EnumerateObject().Count());
    }

    private static async Task Refused(StoreWorkbench bench, string key, string field, string value, string part)
    {
        var e = await Assert.ThrowsAsync<StoreException>(() => bench.Editor.SetAsync(key, [new StoreChange("last_name", "Changed"), new StoreChange(field, value)], None));
        Assert.Contains(part, e.What, StringComparison.Ordinal);
        Assert.NotEmpty(e.WhatNow);
        Assert.Equal(ExitCode.Configuration, e.ExitCode);
    }
}
