using System.Globalization;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>Reads how the items of a matching rule combine, as alternatives of items that must all match.</summary>
internal sealed class BooleanFilter
{
    private readonly string[] _words;
    private readonly int _items;
    private int _at;

    private BooleanFilter(string text, int items)
    {
        _words = text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _items = items;
    }

    /// <summary>The alternatives, items counted from 0; throws <see cref="FormatException"/> saying what is wrong.</summary>
    public static int[][] Parse(string text, int items)
    {
        var filter = new BooleanFilter(text, items);
        var groups = filter.Any();
        return filter._at == filter._words.Length ? [.. groups] : throw filter.Unexpected();
    }

    private List<int[]> Any()
    {
        var groups = All();
        while (Take("OR"))
        {
            groups.AddRange(All());
        }
        return groups;
    }

    private List<int[]> All()
    {
        var groups = One();
        while (Take("AND"))
        {
            var right = One();
            groups = [.. groups.SelectMany(left => right.Select(r => left.Union(r).Order().ToArray()))];
        }
        return groups;
    }

    private List<int[]> One()
    {
        if (Take("("))
        {
            var inner = Any();
            return Take(")") ? inner : throw Unexpected();
        }
        return _at < _words.Length && int.TryParse(_words[_at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _items && _at++ >= 0
            ? [[number - 1]]
            : throw Unexpected();
    }

    private bool Take(string word)
    {
        if (_at < _words.Length && _words[_at].Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            return true;
        }
        return false;
    }

    private FormatException Unexpected() =>
        new($"the filter makes no sense at \"{string.Join(' ', _words.Skip(_at).Take(3))}\"; write numbers from 1 to {_items}, AND, OR and brackets.");
}
