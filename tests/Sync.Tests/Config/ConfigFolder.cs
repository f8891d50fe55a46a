using System.Runtime.CompilerServices;
using ContactSync.Config;

namespace ContactSync.Sync.Tests.Config;

/// <summary>A folder with a pipeline.json and a profile of its own, gone with the test.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public const string Profile =
        """
        { "name": "own",
          "select": { "object": "Contact", "cursor": "Changed__c", "require": [{ "side": "local", "field": "last", "reason": "no last name" }] },
          "map": [
            { "field": "first", "org": "FirstName", "role": "firstName" },
            { "field": "last", "org": "LastName", "role": "lastName" },
            { "field": "mail", "org": "Email", "type": "email", "role": "email" } ],
          "identify": { "pull": [{ "key": "id" }, { "key": "exact", "field": "mail" }], "push": [{ "key": "id" }] } }
        """;

    public ConfigFolder(string pipeline = """{ "profile": "own" }""", string profile = Profile)
    {
        Directory.CreateDirectory(Path.Combine(Root, "data", "profiles"));
        System.IO.File.WriteAllText(File, pipeline);
        System.IO.File.WriteAllText(Path.Combine(Root, "data", "profiles", "own.json"), profile);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("contact-sync-config-").FullName;

    public string File => Path.Combine(Root, "pipeline.json");

    /// <summary>The checkout's own file.</summary>
    public static string Shipped([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../pipeline.json"));

    public SyncConfig Load(params string[] sets) => ConfigLoader.Load(File, sets, new Dictionary<string, string>());

    public SyncConfig LoadWith(params (string Name, string Value)[] variables) =>
        ConfigLoader.Load(File, [], variables.ToDictionary(v => v.Name, v => v.Value));

    /// <summary>The problems, one line each.</summary>
    public string[] Problems(params string[] sets) =>
        [.. Assert.Throws<ConfigException>(() => Load(sets)).Problems.Select(p => p.ToString())];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
