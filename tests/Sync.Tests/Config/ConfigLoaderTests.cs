using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Dataflow;
using ContactSync.Transforms.Model;

namespace ContactSync.Sync.Tests.Config;

public sealed class ConfigLoaderTests
{
    [Fact]
    public void The_shipped_file_is_right_and_says_the_defaults()
    {
        var shipped = ConfigLoader.Load(ConfigFolder.Shipped(), [], new Dictionary<string, string>());
        using var bare = new ConfigFolder();
        var defaults = bare.Load().Entries.ToDictionary(e => e.Path, e => e.Value);

        string[] unlike = ["profile", "org.sandbox.contacts", "store.seed"];
        Assert.All(
            shipped.Entries.Where(e => e.Source.StartsWith("pipeline.json", StringComparison.Ordinal) && !unlike.Contains(e.Path)),
            e => Assert.Equal(defaults[e.Path], e.Value));
        Assert.Equal("engaging-networks", shipped.Profile.Name);
    }

    [Fact]
    public void Every_key_of_the_pipeline_stands_in_the_shipped_file()
    {
        var text = File.ReadAllText(ConfigFolder.Shipped());

        Assert.All(PipelineSchema.Own.Keys, k => Assert.Contains($"\"{k.Path.Split('.')[^1]}\"", text.Replace("(clientId, username, privateKey)", "\"username\" \"privateKey\"", StringComparison.Ordinal).Replace("token (token)", "\"token\"", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void What_nobody_sets_is_the_default_and_paths_are_absolute()
    {
        using var folder = new ConfigFolder();

        var options = folder.Load().Pipeline;

        Assert.Equal(OrgKind.Sandbox, options.Org.Kind);
        Assert.Equal(new ExtractOptions(TimeSpan.Zero, TimeSpan.Zero, 50_000), options.Extract);
        Assert.Equal(100_000_000, options.Load.BytesPerJob);
        Assert.Equal(Environment.ProcessorCount, options.Budget.Threads);
        Assert.Equal(new NodeOptions(Environment.ProcessorCount), options.Dataflow.Normalise);
        Assert.Equal(new NodeOptions(Parallelism: 2, Ordered: false), options.Dataflow.Load);
        Assert.Equal(Path.Combine(folder.Root, "data/local/contacts.duckdb"), options.Store.Path);
        Assert.Null(options.Store.Seed);
    }

    [Fact]
    public void A_real_org_has_defaults_of_its_own()
    {
        using var folder = new ConfigFolder(
            """
            { "profile": "own", "org": { "kind": "salesforce", "instanceUrl": "https://example.my.salesforce.com",
              "auth": { "clientId": "app", "clientSecret": "env:SECRET" } } }
            """);

        var options = folder.Load().Pipeline;

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)), (options.Extract.Lag, options.Extract.Overlap));
        Assert.Equal(TimeSpan.FromSeconds(30), options.Load.PollMax);
        Assert.Equal(new Uri("https://example.my.salesforce.com"), options.Org.InstanceUrl);
        Assert.Equal("env:SECRET", options.Org.Auth.ClientSecret?.ToString());
    }

    [Fact]
    public void The_environment_stands_over_the_file_and_set_over_both()
    {
        using var folder = new ConfigFolder("""{ "profile": "own", "load": { "jobsInFlight": 3, "rowRetries": 1, "keyMode": "insert" } }""");

        var config = ConfigLoader.Load(
            folder.File,
            ["load.jobsInFlight=5"],
            new Dictionary<string, string> { ["CONTACT_SYNC__LOAD__JOBSINFLIGHT"] = "4", ["CONTACT_SYNC__LOAD__ROWRETRIES"] = "2", ["PATH"] = "x" });

        Assert.Equal((5, 2, KeyMode.Insert), (config.Pipeline.Load.JobsInFlight, config.Pipeline.Load.RowRetries, config.Pipeline.Load.KeyMode));
        Assert.Equal(["--set", "environment", "pipeline.json:1"], Sources("load.jobsInFlight", "load.rowRetries", "load.keyMode"));

        IEnumerable<string> Sources(params string[] paths) => paths.Select(p => config.Entries.Single(e => e.Path == p).Source);
    }

    [Fact]
    public void A_profile_keeps_its_lists_in_order()
    {
        using var folder = new ConfigFolder();

        var profile = folder.Load().Profile;

        Assert.Equal(
            [
                new FieldMap("first", "FirstName", ColumnType.Text, ColumnRole.FirstName),
                new("last", "LastName", ColumnType.Text, ColumnRole.LastName),
                new("mail", "Email", ColumnType.Email, ColumnRole.Email),
            ],
            profile.Map);
        Assert.Equal([new IdentifyKey(KeyKind.Id, null), new(KeyKind.Exact, "mail")], profile.Identify.Pull);
        Assert.Equal([new RequireRule(Side.Local, "last", RequireWhen.Always, "no last name")], profile.Select.Require);
        Assert.Empty(profile.Govern.Fields);
    }

    [Fact]
    public void A_list_in_an_override_replaces_the_profiles_list()
    {
        using var folder = new ConfigFolder(
            """
            { "profile": "own", "override": {
              "select": { "require": [] },
              "identify": { "pull": [{ "key": "exact", "field": "mail" }] },
              "govern": { "conflict": "local", "fields": [{ "field": "last", "push": "createOnly" }] } } }
            """);

        var profile = folder.Load().Profile;

        Assert.Empty(profile.Select.Require);
        Assert.Equal([new IdentifyKey(KeyKind.Exact, "mail")], profile.Identify.Pull);
        Assert.Equal(new FieldRule("last", WriteRule.CreateOnly, WriteRule.Always, BlankRule.Clear, ConflictRule.Local), profile.Govern.For("last"));
        Assert.Equal(WriteRule.Always, profile.Govern.For("mail").Push);
    }

    [Fact]
    public void A_list_can_be_set_whole_as_json()
    {
        using var folder = new ConfigFolder();

        var profile = folder.Load("""override.govern.fields=[{ "field": "mail", "pull": "never" }]""").Profile;

        Assert.Equal(WriteRule.Never, profile.Govern.For("mail").Pull);
    }

    [Fact]
    public void A_profile_may_be_a_file_elsewhere()
    {
        using var folder = new ConfigFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "mine"));
        File.Move(Path.Combine(folder.Root, "data/profiles/own.json"), Path.Combine(folder.Root, "mine/p.json"));

        Assert.Equal("own", folder.Load("profile=mine/p.json").Profile.Name);
    }

    [Fact]
    public void A_missing_file_is_named_with_what_to_do()
    {
        var thrown = Assert.Throws<UserException>(() => ConfigLoader.Load("/nowhere/pipeline.json", [], new Dictionary<string, string>()));

        Assert.Equal((ExitCode.Configuration, "/nowhere/pipeline.json"), (thrown.ExitCode, thrown.Where));
        Assert.Contains("--config FILE", thrown.WhatNow, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_follows_the_values_and_not_where_they_come_from()
    {
        using var folder = new ConfigFolder();

        Assert.Equal(folder.Load().Sha256, folder.Load("load.jobsInFlight=2").Sha256);
        Assert.NotEqual(folder.Load().Sha256, folder.Load("load.jobsInFlight=3").Sha256);
    }
}
