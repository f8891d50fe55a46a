namespace ContactSync.Stores.Files;

/// <summary>Reads a file of supporters record by record, holding one at a time.</summary>
internal interface IRecordReader : IDisposable
{
    /// <summary>The names of the columns, in the order of the file.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>Moves to the next record, good or faulty; false at the end of the file.</summary>
    bool Read();

    /// <summary>Where the current record stands: the line of a text file (the header is line 1), the row of a columnar one (the first is 1).</summary>
    long Line { get; }

    /// <summary>Why the current record is none, as a code and in words; null when it is one.</summary>
    (string Code, string Message)? Fault { get; }

    /// <summary>A cell as text in UTF-8, empty for a blank one; valid until the next read, and only where there is no fault.</summary>
    ReadOnlySpan<byte> Field(int column);
}
