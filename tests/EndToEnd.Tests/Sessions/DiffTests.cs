using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.Sessions;

/// <summary>What changed between two runs: by record and field, counts first, in agreement with the tables.</summary>
public sealed class DiffTests
{
    [Fact]
    public async Task Changed_fields_and_new_records_are_told_with_their_values_and_the_books_agree_with_the_tables()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email,city,phone\n1,Ann,Lee,ann@example.org,Oslo,1\n2,Bob,Ray,bob@example.org,Rome,2\n3,Cy,Fox,cy@example.org,Bonn,3\n");
        await world.RunAsync();
        var first = RunOf(world);
        await world.SetAsync("1", "city=Lyon", "phone=");
        await world.ImportAsync("supporter_id,first_name,last_name,email\n4,Di,Ash,di@example.org\n");
        var merged = await world.IdAsync("Email = 'cy@example.org'");
        await world.Org.DeleteAsync(merged);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        await world.RunAsync();
        var second = RunOf(world);

        var told = await world.CallAsync("diff", first, second, "--rows");

        Assert.True(told.ExitCode == 0, told.ToString());
        Assert.Equal(
            [
                $"before       {first}   3 records = 1 same + 2 changed + 0 gone   ok",
                $"after        {second}   4 records = 1 same + 2 changed + 1 new   ok",
            ],
            told.Out.Split('\n').Take(2));
        Assert.Contains("changed  local:1  city: Oslo -> Lyon", told.Out, StringComparison.Ordinal);
        Assert.Contains("changed  local:1  phone: 1 -> (blank)", told.Out, StringComparison.Ordinal);
        Assert.Contains("changed  local:3  status: linked -> detached", told.Out, StringComparison.Ordinal);
        Assert.Contains("new      local:4", told.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("local:2", told.Out, StringComparison.Ordinal);

        var json = (await world.CallAsync("diff", first, second, "--rows", "--json")).Out.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal((3, 4, 1), (Count(json[0], "before"), Count(json[0], "after"), Count(json[0], "new")));
        Assert.Contains(json.Skip(1), row => row.Text("record") == "local:1" && row.Text("field") == "city" && row.Text("before") == "Oslo" && row.Text("after") == "Lyon");

        Assert.Equal(told.Out, (await world.CallAsync("diff", "last~1", "last", "--rows")).Out);
        var back = await world.CallAsync("diff", second, first, "--rows");
        Assert.Contains("gone     local:4", back.Out, StringComparison.Ordinal);
        Assert.Contains("changed  local:1  city: Lyon -> Oslo", back.Out, StringComparison.Ordinal);

        var written = world.Sealed("plan", "select c.field, c.before, c.after from (select unnest(changes) as c from {table} where local_key = '1') order by 1");
        Assert.Equal(written, json.Skip(1).Where(r => r.Text("local_key") == "1").Select(r => new[] { r.Text("field"), r.Text("before"), r.Text("after") }));
    }

    [Fact]
    public async Task Runs_that_cannot_be_compared_are_refused_with_what_to_do()
    {
        await using var world = await World.StartAsync();
        await world.ImportAsync("supporter_id,first_name,last_name,email\n1,Ann,Lee,ann@example.org\n");
        await world.RunAsync();
        var first = RunOf(world);
        await world.SetAsync("1", "city=Lyon");
        await world.CallAsync("plan");
        var planned = RunOf(world);
        await world.RunAsync();
        var second = RunOf(world);

        await RefusedAsync(world, first, first, $"Both are run {first}");
        await RefusedAsync(world, first, "20200101t000000z-0000", "There is no run 20200101t000000z-0000");
        await RefusedAsync(world, "last~2", second, "There is no run last~2");
        await RefusedAsync(world, "yesterday", second, "There is no run yesterday");
        await RefusedAsync(world, first, planned, $"Run {planned} is planned");
        Age(Path.Combine(world.Folder, "runs", $"run={first}", "manifest.json"));
        await RefusedAsync(world, first, second, $"{first} in schema version 0, {second} in 1");
    }

    private static async Task RefusedAsync(World world, string before, string after, string why)
    {
        var result = await world.CallAsync("diff", before, after);

        Assert.True(result.ExitCode == 5, result.ToString());
        Assert.Contains(why, result.Err, StringComparison.Ordinal);
        Assert.Contains("contact-sync", result.Err, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    private static string RunOf(World world) => Path.GetFileName(world.NewestRun)["run=".Length..];

    private static long Count(JsonElement line, string name) => line.GetProperty("counts").GetProperty(name).GetInt64();

    /// <summary>Makes a manifest one of an older form, with its seal.</summary>
    private static void Age(string manifest)
    {
        const string Opening = ",\n  \"seal\": \"";
        var text = File.ReadAllText(manifest).Replace("\"schema_version\": 1", "\"schema_version\": 0", StringComparison.Ordinal);
        var body = text[..text.LastIndexOf(Opening, StringComparison.Ordinal)];
        File.WriteAllText(manifest, body + Opening + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))) + "\"\n}\n");
    }
}
