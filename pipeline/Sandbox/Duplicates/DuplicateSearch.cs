using System.Collections.Immutable;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>Finds the records that match one about to be saved, by one matching rule. The caller holds the store's gate. One a thread.</summary>
internal sealed class DuplicateSearch(OrgStore store, ObjectType type, RuleMatch match)
{
    /// <summary>The most records compared under one key, and the most that are found: an org narrows both to 100.</summary>
    private const int Most = 100;

    private readonly MatchingRule _rule = match.Rule;
    private readonly MatchIndex _index = store.MatchIndexOf(match.Rule);
    private readonly MatchKeys _keys = new(match.Rule);
    private readonly MatchRecord _record = new(store, type, match.Rule, match.Paths);
    private readonly MatchRecord _before = new(store, type, match.Rule, match.Paths);
    private readonly MatchRecord _candidate = MatchIndex.Reader(store, match.Rule);
    private readonly Field? _converted = match.Rule.Type.Find("IsConverted");
    private readonly List<int> _candidates = [];
    private readonly HashSet<int> _seen = [];
    private readonly HashSet<int> _found = [];

    /// <summary>The records up to number <paramref name="last"/> that match, lowest first; none for an edit that changes nothing the rule compares.</summary>
    public ImmutableArray<int> Find(int number, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, int last)
    {
        _ = _record.Load(number, after);
        _ = _index.Fill();
        if (_index.IsEmpty || (_before.Load(number, before) && _before.SameAs(_record)))
        {
            return [];
        }
        _found.Clear();
        Search(number, last, transposed: false);
        if (_rule.Transposes && _record[0].Length > 0 && _record[1].Length > 0)
        {
            Search(number, last, transposed: true);
        }
        return _found.Count == 0 ? [] : [.. _found.Order().Take(Most)];
    }

    private void Search(int number, int last, bool transposed)
    {
        _seen.Clear();
        if (_rule.Type == type)
        {
            _seen.Add(number);
        }
        foreach (var key in _keys.Probes(_record, transposed))
        {
            _candidates.Clear();
            _index.Find(key, Most, _candidates);
            foreach (var candidate in _candidates)
            {
                if (candidate <= last && _seen.Add(candidate) && Matches(candidate, transposed))
                {
                    _found.Add(candidate);
                }
            }
        }
    }

    private bool Matches(int candidate, bool transposed)
    {
        var blob = store.Table(_rule.Type)[candidate];
        return _candidate.Load(candidate, blob) && _rule.Matches(_record, _candidate, transposed)
            // A converted lead lives on as a contact, and matches nothing.
            && (_converted is null || !BlobFields.Find(blob.Span, _converted.Tag).SequenceEqual("true"u8));
    }
}
