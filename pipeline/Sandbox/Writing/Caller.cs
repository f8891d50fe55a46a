using ContactSync.Sandbox.Duplicates;

namespace ContactSync.Sandbox.Writing;

/// <summary>The user a request runs as.</summary>
/// <param name="Number">The record number of the user.</param>
/// <param name="Id">The user's 18-character id.</param>
/// <param name="Username">The user's login name.</param>
/// <param name="Role"><c>integration</c>, <c>admin</c> or the role the schema file gives.</param>
internal sealed record Caller(int Number, string Id, string Username, string Role)
{
    /// <summary>May set audit stamps and read-only fields: the seeding of an org, never a request.</summary>
    public bool Seeds { get; init; }

    /// <summary>Sees every record and may write none.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What the request says of duplicates.</summary>
    public DuplicateOptions Duplicates { get; init; } = DuplicateOptions.None;

    public bool Is(string? name) =>
        name is not null && (name.Equals(Role, StringComparison.OrdinalIgnoreCase) || name.Equals(Username, StringComparison.OrdinalIgnoreCase));
}
