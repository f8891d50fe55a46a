namespace ContactSync.Sandbox.Tests.Transcripts;

/// <summary>A table of docs/sandbox.md that is made from what the tests hold.</summary>
internal static class GeneratedTable
{
    /// <summary>The page has this table between the two comments. With WRITE_SANDBOX_TABLE=1 in the environment it is written there.</summary>
    public static void Check(string begin, string end, string table)
    {
        var path = Path.Combine(Conversation.Folder, "..", "..", "docs", "sandbox.md");
        var text = File.ReadAllText(path);
        begin = $"<!-- {begin} -->";
        var (start, stop) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf($"<!-- {end} -->", StringComparison.Ordinal));
        Assert.True(start >= begin.Length && stop > start, "docs/sandbox.md has no place for the table: " + begin);
        if (Environment.GetEnvironmentVariable("WRITE_SANDBOX_TABLE") == "1")
        {
            File.WriteAllText(path, text[..start] + table + text[stop..]);
            return;
        }
        Assert.Equal(table, text[start..stop]);
    }
}
