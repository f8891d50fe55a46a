namespace ContactSync.EndToEnd.Tests.Harness;

/// <summary>Where the checkout is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A folder of material beside the checkout that tests may use and must do without; null where it is absent.</summary>
    public static string? Beside(string path) => Path.Combine(Path.GetDirectoryName(Root)!, "shared", path) is var found && Path.Exists(found) ? found : null;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Pipeline.sln was not found above " + AppContext.BaseDirectory);
    }
}
