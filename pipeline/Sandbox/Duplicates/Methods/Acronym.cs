namespace ContactSync.Sandbox.Duplicates.Methods;

/// <summary>A short name made of the first letters of a longer one's words.</summary>
internal static class Acronym
{
    public static bool Matches(string[] words, string shorter) =>
        words.Length > 1 && words.Length == shorter.Length && words.Zip(shorter).All(pair => pair.First.Length > 0 && pair.First[0] == pair.Second);
}
