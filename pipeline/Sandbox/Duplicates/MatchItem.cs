using ContactSync.Sandbox.Duplicates.Methods;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>One field of a matching rule: its path from the object, and how two values are compared.</summary>
internal sealed record MatchItem(string Path, MatchMethod Method, bool MatchBlanks, bool IsEmail)
{
    /// <summary>Of two normalised values, a blank matches only a blank, and only if the rule says so.</summary>
    public bool Matches(string a, string b) => a.Length == 0 || b.Length == 0 ? MatchBlanks && a.Length == b.Length : Method.Matches(a, b);
}

/// <summary>A match key: the items its parts are made of, in order.</summary>
internal sealed record MatchKey(IReadOnlyList<MatchKeyPart> Parts);

/// <summary>A part of a match key: the number of an item from 0, perhaps only the domain of its address.</summary>
internal readonly record struct MatchKeyPart(int Item, bool Domain);
