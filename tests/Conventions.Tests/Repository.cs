using System.Xml.Linq;

namespace ContactSync.Conventions.Tests;

/// <summary>The checkout the tests run in, as files: the conventions are about source, not about assemblies.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Every source file of a folder, without what the build makes.</summary>
    public static IReadOnlyList<SourceFile> Sources(string folder, string pattern = "*.cs") =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "node_modules" or "artifacts"))
            .Order(StringComparer.Ordinal)
            .Select(f => new SourceFile(Path.GetRelativePath(Root, f), File.ReadAllText(f)))];

    public static XDocument Project(string path) => XDocument.Load(Path.Combine(Root, path));

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

/// <summary>A file of the checkout: its path from the root and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.AsSpan().Count('\n');
}
