using System.Text.RegularExpressions;

namespace ContactSync.Runs;

/// <summary>
/// What a run's state belongs to: a profile, an org by its id (an org keeps its id when its address changes) and a store by its name.
/// The parts become folder names, so anything but plain names is refused with <see cref="ArgumentException"/>.
/// </summary>
public sealed partial record RunBinding
{
    public RunBinding(string profile, string orgId, string store)
    {
        Profile = Plain(profile, nameof(profile));
        OrgId = Plain(orgId, nameof(orgId));
        Store = Plain(store, nameof(store));
    }

    /// <summary>The profile's name.</summary>
    public string Profile { get; }

    /// <summary>The org's id, 15 or 18 characters.</summary>
    public string OrgId { get; }

    /// <summary>The store's name.</summary>
    public string Store { get; }

    /// <summary>The folder, below the state folder, of this binding's pointer.</summary>
    public string FolderName => $"{Profile}-{OrgId}-{Store}";

    /// <summary>The lock that all profiles over the same org and store share.</summary>
    public string LockName => $"{OrgId}-{Store}.lock";

    private static string Plain(string name, string part) => Shape().IsMatch(name)
        ? name
        : throw new ArgumentException($"{part} '{name}' names a folder: use letters, digits, _ and -, at most 63, beginning with a letter or digit", part);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,62}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
