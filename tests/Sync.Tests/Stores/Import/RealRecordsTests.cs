using ContactSync.Stores.Import;

namespace ContactSync.Sync.Tests.Stores.Import;

/// <summary>Imports of real records, where the folder that holds them lies beside the project.</summary>
public sealed class RealRecordsTests
{
    private const string Map = "supporter_id=id,first_name=first_name,last_name=last_name,birthdate=date_of_birth,city=city";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task All_records_of_a_file_without_addresses_are_imported_and_a_second_time_unchanged()
    {
        await using var bench = new StoreWorkbench();
        var mapping = ImportMapping.Parse(Map + ",postal_code=postal_code", bench.Store.Fields);

        var first = await bench.Editor.ImportAsync(Records("historical_25k_a"), mapping, None);
        var second = await bench.Editor.ImportAsync(Records("historical_25k_a"), mapping, None);

        Assert.Equal((24_932, 24_932, 0), (first.Read, first.Inserted, first.Refused));
        Assert.Equal((24_932, 24_932), (second.Read, second.Unchanged));
        Assert.Equal(["source", "middle_name", "gender", "extra"], first.IgnoredColumns);
    }

    [Fact]
    public async Task Doubled_addresses_are_refused_each_with_the_line_that_has_it()
    {
        await using var bench = new StoreWorkbench();

        var report = await bench.Editor.ImportAsync(Records("fake_1000"), ImportMapping.Parse(Map + ",email=email", bench.Store.Fields), None);

        var addresses = File.ReadLines(Records("fake_1000")).Skip(1).Select(l => l.Split(',')[5].Trim().ToLowerInvariant()).Where(a => a.Length > 0).ToList();
        Assert.Equal(1000, report.Read);
        Assert.Equal(addresses.Count - addresses.Distinct().Count(), report.Refused);
        Assert.NotEqual(0, report.Refused);
        Assert.All(report.Refusals, r => Assert.Equal("duplicate_email", r.Code));
        Assert.All(report.Refusals, r => Assert.Matches(@"^line \d+ has the same e-mail address$", r.Message));
        Assert.Equal(report.Read, report.Inserted + report.Refused);
    }

    private static string Records(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "labelled")))
        {
            folder = folder.Parent;
        }
        Assert.SkipWhen(folder is null, "no folder 'shared' lies beside the project");
        return Path.Combine(folder!.FullName, "shared", "labelled", name, "records.csv");
    }
}
