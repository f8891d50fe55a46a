using System.Text.Json;

namespace ContactSync.Sandbox.Tests;

/// <summary>Recorded facts kept beside the project; tests that need them are skipped where they are absent.</summary>
internal static class SharedFacts
{
    public static string Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
            {
                var file = Path.Combine(folder.Parent!.FullName, "shared", "wire-cases", path);
                Assert.SkipUnless(File.Exists(file), "No wire cases beside the project.");
                return file;
            }
        }
        Assert.Skip("Not run from inside the project.");
        return "";
    }

    public static JsonElement Read(string path) => JsonElement.Parse(File.ReadAllBytes(Find(path)));
}
