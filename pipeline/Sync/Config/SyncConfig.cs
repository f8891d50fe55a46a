using System.Security.Cryptography;
using System.Text;

namespace ContactSync.Config;

/// <summary>One effective value.</summary>
/// <param name="Value">As written; a secret reads <c>***</c>.</param>
/// <param name="Source">Where it came from: <c>file:line</c>, <c>environment</c>, <c>--set</c> or <c>default</c>.</param>
/// <param name="Allowed">The range, in words.</param>
/// <param name="Doc">Meaning, unit, and what it trades.</param>
public sealed record ConfigEntry(string Path, string Value, string Source, string Allowed, string Doc);

/// <summary>A configuration that was found right.</summary>
/// <param name="Root">The folder of pipeline.json; every path is absolute under it.</param>
/// <param name="File">pipeline.json.</param>
/// <param name="ProfileFile">The profile's file.</param>
/// <param name="Entries">Every effective value, in the order of the reference: first those of pipeline.json, then the profile's.</param>
public sealed record SyncConfig(
    string Root, string File, string ProfileFile, PipelineOptions Pipeline, ProfileOptions Profile, IReadOnlyList<ConfigEntry> Entries)
{
    /// <summary>Reads the same file, profile, environment and <c>--set</c> once more. Throws as <see cref="ConfigLoader.Load"/> does.</summary>
    public required Func<SyncConfig> Reload { get; init; }

    /// <summary>SHA-256 (hex) of the effective values, without regard to where they came from.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', Entries.Select(e => $"{e.Path}={e.Value}")))));

    /// <summary>Reads a secret now, from where the reference points.</summary>
    public Secret Resolve(SecretReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Resolve(Root, Environment.GetEnvironmentVariable);
    }
}
