namespace ContactSync.Sandbox.Soql;

/// <summary>The ids the inner queries of one query find, each found once, when first asked for.</summary>
internal sealed class JoinedIds
{
    private readonly Dictionary<SoqlSemiJoin, Lazy<HashSet<string>>> _ids = new(ReferenceEqualityComparer.Instance);

    public Lazy<HashSet<string>> Add(SoqlSemiJoin join, Func<HashSet<string>> find) => _ids[join] = new Lazy<HashSet<string>>(find);

    public HashSet<string> Of(SoqlSemiJoin join) => _ids[join].Value;
}
