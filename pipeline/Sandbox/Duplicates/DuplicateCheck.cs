using System.Collections.Immutable;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>
/// Runs the duplicate rules over records about to be saved. Records made in one chunk are not compared with one another.
/// The caller holds the store's gate. One a thread.
/// </summary>
internal sealed class DuplicateCheck(OrgStore store)
{
    private readonly Dictionary<RuleMatch, DuplicateSearch> _searches = [];
    private readonly Dictionary<ObjectType, int> _chunkStart = [];
    private readonly List<DuplicateFinding> _toReport = [];
    private readonly List<DuplicateMatches> _matches = [];

    /// <summary>What was found and is only to be noted, since the last call of <see cref="Check"/>.</summary>
    public IReadOnlyList<DuplicateFinding> ToReport => _toReport;

    public void BeginChunk() => _chunkStart.Clear();

    /// <summary>Why a record may not be saved; null when it may. <paramref name="number"/> is 0 for a new one.</summary>
    public RowError? Check(ObjectType type, int number, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, Caller caller)
    {
        _toReport.Clear();
        foreach (var rule in type.DuplicateRules)
        {
            var action = number == 0 ? rule.OnInsert : rule.OnUpdate;
            if (!action.DoesAnything || caller.Is(rule.UnlessUser))
            {
                continue;
            }
            _matches.Clear();
            foreach (var match in rule.Matches)
            {
                if (Find(type, match, number, before, after) is { Length: > 0 } numbers)
                {
                    _matches.Add(new DuplicateMatches(match.Rule, numbers));
                }
            }
            if (_matches.Count == 0)
            {
                continue;
            }
            var finding = new DuplicateFinding(rule, action, [.. _matches]);
            if (action.Blocks || (action.Alerts && !caller.Duplicates.AllowSave))
            {
                return finding.ToError();
            }
            if (action.Reports)
            {
                _toReport.Add(finding);
            }
        }
        return null;
    }

    private ImmutableArray<int> Find(ObjectType type, RuleMatch match, int number, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        if (!_searches.TryGetValue(match, out var search))
        {
            _searches[match] = search = new DuplicateSearch(store, type, match);
        }
        return search.Find(number, before, after, ChunkStart(match.Rule.Type));
    }

    private int ChunkStart(ObjectType type)
    {
        if (!_chunkStart.TryGetValue(type, out var last))
        {
            _chunkStart[type] = last = store.Table(type).Last;
        }
        return last;
    }
}
