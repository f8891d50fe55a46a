using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>One record after another as a matching rule sees it: a value an item, brought to its form when it is first looked at. One a thread.</summary>
internal sealed class MatchRecord
{
    private readonly MatchingRule _rule;
    private readonly RecordView _view;
    private readonly FieldPath[] _paths;
    private readonly string?[] _values;

    public MatchRecord(OrgStore store, ObjectType type, MatchingRule rule, IEnumerable<string> paths)
    {
        var query = new SoqlQuery("", [], type.Name);
        _rule = rule;
        _view = new RecordView(store, type);
        _paths = [.. paths.Select(p => FieldPath.Resolve(store, type, p, query, 1))];
        _values = new string?[_paths.Length];
    }

    /// <summary>The normalised value of an item; blank is the empty text.</summary>
    public string this[int item] => _values[item] ??= Raw(item) is { Length: > 0 } value ? _rule.Items[item].Method.Normalize(value) : "";

    /// <summary>Takes up a record; false when it is deleted or gone.</summary>
    public bool Load(int number, ReadOnlyMemory<byte> blob)
    {
        if (blob.IsEmpty || Blob.IsDeleted(blob.Span))
        {
            return false;
        }
        _view.Load(number, blob);
        Array.Clear(_values);
        return true;
    }

    /// <summary>All items of both records hold the same.</summary>
    public bool SameAs(MatchRecord other)
    {
        for (var i = 0; i < _paths.Length; i++)
        {
            if (!_paths[i].Get(_view).SequenceEqual(other._paths[i].Get(other._view)))
            {
                return false;
            }
        }
        return true;
    }

    private string Raw(int item) => _paths[item].Get(_view) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : "";
}
