namespace ContactSync.Sandbox.Writing;

/// <summary>What became of one row: the record it is, whether it is new, or why it was refused.</summary>
internal readonly record struct WriteOutcome(int Number, bool Created, RowError? Error)
{
    public static implicit operator WriteOutcome(RowError error) => new(0, false, error);

    public static WriteOutcome From(RowError error, int number = 0) => new(number, false, error);
}
