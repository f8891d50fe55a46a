namespace ContactSync.Reporting;

/// <summary>The terminal that standard output and standard error go to, where there is one.</summary>
internal static class Terminal
{
    /// <summary>Columns of the terminal that <paramref name="output"/> goes to; null where it goes to a file, another program or a text in memory.</summary>
    public static int? Columns(TextWriter output)
    {
        var isTerminal = (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected) || (ReferenceEquals(output, Console.Error) && !Console.IsErrorRedirected);
        return isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : null;
    }
}
