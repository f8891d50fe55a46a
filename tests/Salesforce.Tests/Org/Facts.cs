namespace ContactSync.Salesforce.Tests.Org;

/// <summary>Recorded facts about the wire that may lie in a folder beside the project; tests that need them are skipped without it.</summary>
public static class Facts
{
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "wire-cases", "facts", name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
