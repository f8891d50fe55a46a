using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContactSync.Runs;

/// <summary>How far a run has come. A run is <see cref="Interrupted"/> from its first sealed table until it says otherwise.</summary>
public enum RunState
{
    Interrupted,
    Planned,
    Committed,
    Failed,
    Dry,
}

/// <summary>What a run extracted: every record of both sides, or what changed since the run before.</summary>
public enum RunKind
{
    Full,
    Incremental,
}

/// <summary>
/// The extract window of each side, UTC: the store from <see cref="LocalAfter"/> (exclusive; null reads all) up to <see cref="LocalUpto"/>
/// (inclusive), the org from <see cref="OrgFrom"/> (inclusive; null reads all), and where the next run's windows begin.
/// </summary>
public sealed record Watermarks(DateTimeOffset? LocalAfter, DateTimeOffset? LocalUpto, DateTimeOffset? OrgFrom, DateTimeOffset? OrgNext);

/// <summary>One sealed table of a run: its file within the run folder, rows, bytes, and SHA-256 in lower-case hexadecimal.</summary>
public sealed record TableEntry(string Name, string File, long Rows, long Bytes, string Sha256);

/// <summary>
/// What a run folder holds, in <c>manifest.json</c>; a file that is not listed here is not part of the run. Written last, replaced as a
/// whole. A reader of this version refuses a newer <see cref="SchemaVersion"/>.
/// </summary>
public sealed record Manifest
{
    /// <summary>The version this program writes.</summary>
    public const int CurrentVersion = 1;

    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    public required string Profile { get; init; }

    public required string OrgId { get; init; }

    public required string Store { get; init; }

    /// <summary>The lock's epoch under which the run wrote; rises with every run of the binding.</summary>
    public long Epoch { get; init; }

    public RunState State { get; init; }

    public RunKind Kind { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether both sides were read whole, whatever the runs before had read.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Whether the run only links: no value moves, and the next run reads again what this one read.</summary>
    public bool LinkOnly { get; init; }

    /// <summary>SHA-256 of the configuration the run was frozen with.</summary>
    public required string ConfigSha256 { get; init; }

    /// <summary>The run this one continues from, null for the first.</summary>
    public string? Parent { get; init; }

    public Watermarks? Watermarks { get; init; }

    /// <summary>The run's books as its report prints them.</summary>
    public JsonElement? Books { get; init; }

    /// <summary>The tables, in the order they were sealed.</summary>
    public ImmutableArray<TableEntry> Tables { get; init; } = [];

    /// <summary>The binding whose state the run belongs to.</summary>
    [JsonIgnore]
    public RunBinding Binding => new(Profile, OrgId, Store);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 32)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(StatePointer))]
internal sealed partial class RunsJson : JsonSerializerContext;
