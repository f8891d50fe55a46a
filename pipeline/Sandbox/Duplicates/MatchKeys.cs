using System.Runtime.InteropServices;
using ContactSync.Sandbox.Duplicates.Methods;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>
/// Makes the match keys of records: a key is the tokens of its items, one after the other, and an item of no token leaves it
/// out. Keys are hashes; what is returned is good until the next call. One a thread.
/// </summary>
internal sealed class MatchKeys(MatchingRule rule)
{
    /// <summary>First and last name.</summary>
    private static readonly int[] Names = [0, 1];

    private readonly TokenList[] _tokens = [.. rule.Items.Select(_ => new TokenList())];
    private readonly int[] _used = [.. rule.Keys.SelectMany(k => k.Parts).Where(p => !p.Domain).Select(p => p.Item).Distinct()];
    private readonly TokenList _domain = new();
    private readonly List<uint> _keys = [];

    /// <summary>The keys a record is found by.</summary>
    public ReadOnlySpan<uint> Stored(MatchRecord record)
    {
        _keys.Clear();
        Add(record, probe: false, transposed: false);
        return CollectionsMarshal.AsSpan(_keys);
    }

    /// <summary>The keys a record looks for, its first and last name as they are or <paramref name="transposed"/>, which takes keys made as they are before.</summary>
    public ReadOnlySpan<uint> Probes(MatchRecord record, bool transposed)
    {
        _keys.Clear();
        Add(record, probe: true, transposed);
        return CollectionsMarshal.AsSpan(_keys);
    }

    private void Add(MatchRecord record, bool probe, bool transposed)
    {
        foreach (var item in transposed ? Names : _used)
        {
            Tokenize(rule.Items[item], record[transposed ? 1 - item : item], probe, _tokens[item]);
        }
        for (var i = 0; i < rule.Keys.Length; i++)
        {
            // Keys of different making are kept apart by their number.
            var first = _keys.Count;
            _keys.Add((uint)i + 1);
            foreach (var part in rule.Keys[i].Parts)
            {
                Multiply(first, part.Domain ? DomainOf(record[part.Item]) : _tokens[part.Item]);
            }
        }
    }

    private static void Tokenize(MatchItem item, string value, bool probe, TokenList tokens)
    {
        tokens.Clear();
        if (value.Length == 0)
        {
            if (item.MatchBlanks)
            {
                tokens.Add("");
            }
        }
        else if (probe)
        {
            item.Method.AddProbes(value, tokens);
        }
        else
        {
            item.Method.AddTokens(value, tokens);
        }
    }

    private TokenList DomainOf(string address)
    {
        _domain.Clear();
        if (address.Length > 0)
        {
            _domain.Add(EmailMethod.Domain(address));
        }
        return _domain;
    }

    private void Multiply(int first, TokenList tokens)
    {
        var last = _keys.Count;
        for (var k = first; k < last; k++)
        {
            for (var t = 1; t < tokens.Count; t++)
            {
                _keys.Add(Joined(_keys[k], tokens[t]));
            }
            if (tokens.Count > 0)
            {
                _keys[k] = Joined(_keys[k], tokens[0]);
            }
        }
        if (tokens.Count == 0)
        {
            _keys.RemoveRange(first, last - first);
        }
    }

    private static uint Joined(uint key, uint token)
    {
        var mixed = (((ulong)key << 32) | token) * 0x9E3779B97F4A7C15;
        return (uint)(mixed >> 32) ^ (uint)mixed;
    }
}
