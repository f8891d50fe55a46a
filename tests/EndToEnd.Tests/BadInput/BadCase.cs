using ContactSync.EndToEnd.Tests.Harness;

namespace ContactSync.EndToEnd.Tests.BadInput;

/// <summary>
/// One thing that goes wrong: how it is brought about, how the process must end and what it must say (regular expressions over the three parts of the
/// message, or over what a command that finished prints), and how it is put right again.
/// </summary>
internal sealed record BadCase(string Name, int ExitCode, Func<World, Task<CliResult>> Act)
{
    /// <summary>What failed.</summary>
    public string? What { get; init; }

    /// <summary>Where: file, key, record, address.</summary>
    public string? Where { get; init; }

    /// <summary>What to do now.</summary>
    public string? Now { get; init; }

    /// <summary>What standard output must hold.</summary>
    public IReadOnlyList<string> Prints { get; init; } = [];

    /// <summary>Whether store and org must be as they were, record for record.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Puts right what was wrong, before the clean run.</summary>
    public Func<World, Task> Mend { get; init; } = _ => Task.CompletedTask;

    /// <summary>People in the world once all is well, each one supporter and one Contact.</summary>
    public int People { get; init; } = 5;

    /// <summary>Whether the world starts without supporters and Contacts.</summary>
    public bool StartsEmpty { get; init; }

    public override string ToString() => Name;
}
