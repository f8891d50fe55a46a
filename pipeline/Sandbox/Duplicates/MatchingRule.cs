using System.Collections.Immutable;
using System.Globalization;
using ContactSync.Sandbox.Duplicates.Methods;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Duplicates;

/// <summary>When two records are duplicates: alternatives of fields that must all match, and the keys one of which they must share to be compared at all.</summary>
internal sealed class MatchingRule
{
    private const int MostItems = 10;
    private const int MostKeys = 10;

    private MatchingRule(string name, ObjectType type, ImmutableArray<MatchItem> items, int[][] groups, ImmutableArray<MatchKey> keys, bool transposes)
    {
        Name = name;
        Type = type;
        Items = items;
        Groups = groups;
        Keys = keys;
        Transposes = transposes;
    }

    public string Name { get; }

    /// <summary>The object records are matched against.</summary>
    public ObjectType Type { get; }

    public ImmutableArray<MatchItem> Items { get; }

    public int[][] Groups { get; }

    public ImmutableArray<MatchKey> Keys { get; }

    /// <summary>Items 0 and 1, first and last name, are compared the other way round as well.</summary>
    public bool Transposes { get; }

    /// <summary>The name the reply about a duplicate has for what compared.</summary>
    public string Engine => Items.Any(i => i.Method.Fuzzy) ? "FuzzyMatchEngine" : "ExactMatchEngine";

    /// <summary>The number among all rules of the org; set when they are put together.</summary>
    public int Number { get; set; }

    /// <summary>Throws <see cref="SandboxSetupException"/> naming what makes no sense.</summary>
    public static MatchingRule Of(MatchingRuleRow row, OrgSchema schema)
    {
        var type = schema.Find(row.Object) ?? throw Wrong(row.Name, $"the org has no object {row.Object}.");
        if (row.Items.Count is 0 or > MostItems)
        {
            throw Wrong(row.Name, $"a rule has 1 to {MostItems} items.");
        }
        ImmutableArray<MatchItem> items = [.. row.Items.Select(i => Item(row, i, type, schema))];
        try
        {
            var groups = BooleanFilter.Parse(row.BooleanFilter ?? string.Join(" AND ", Enumerable.Range(1, items.Length)), items.Length);
            foreach (var group in groups)
            {
                Array.Sort(group, (a, b) => items[a].Method.Cost != items[b].Method.Cost ? items[a].Method.Cost.CompareTo(items[b].Method.Cost) : a.CompareTo(b));
            }
            return new MatchingRule(row.Name, type, items, groups, Keyed(row, items, groups), row.Transposes);
        }
        catch (FormatException e)
        {
            throw Wrong(row.Name, e.Message);
        }
    }

    /// <summary>Two records are duplicates, the first and last name of one of them perhaps <paramref name="transposed"/>.</summary>
    public bool Matches(MatchRecord a, MatchRecord b, bool transposed)
    {
        Span<sbyte> known = stackalloc sbyte[Items.Length];
        foreach (var group in Groups)
        {
            // Where the address decides, a first or last name left out does not speak against it.
            var addressed = Transposes && IsAddressed(group);
            var all = true;
            for (var i = 0; i < group.Length && all; i++)
            {
                var item = group[i];
                // First and last name are normalised alike.
                var value = a[transposed && item < 2 ? 1 - item : item];
                if (known[item] == 0)
                {
                    known[item] = Items[item].Matches(value, b[item]) ? (sbyte)1 : (sbyte)-1;
                }
                all = known[item] > 0 || (addressed && item < 2 && (value.Length == 0 || b[item].Length == 0));
            }
            if (all)
            {
                return true;
            }
        }
        return false;
    }

    private bool IsAddressed(int[] group)
    {
        foreach (var item in group)
        {
            if (Items[item].IsEmail)
            {
                return true;
            }
        }
        return false;
    }

    private static MatchItem Item(MatchingRuleRow rule, MatchItemRow row, ObjectType type, OrgSchema schema)
    {
        var parts = row.Field.Split('.');
        var field = parts.Length == 1 ? type.Find(parts[0])
            : parts.Length == 2 && type.FindRelationship(parts[0]) is { } via ? schema.Find(via.ReferenceTo[0])?.Find(parts[1]) : null;
        if (field is null)
        {
            throw Wrong(rule.Name, $"{type.Name} has no field {row.Field}.");
        }
        var email = field.Type == FieldType.Email;
        return MatchMethod.Find(row.Method, email) is { } method
            ? new MatchItem(row.Field, method, row.MatchBlanks, email)
            : throw Wrong(rule.Name, $"unknown method {row.Method}. Use Exact, FirstName, LastName, CompanyName, Phone, City, Street, Zip or Title.");
    }

    private static ImmutableArray<MatchKey> Keyed(MatchingRuleRow row, ImmutableArray<MatchItem> items, int[][] groups)
    {
        var texts = row.Keys ?? [.. groups.Select(g => string.Join(' ', g.Where(i => items[i].Method is not TitleMethod).Select(i => (i + 1).ToString(CultureInfo.InvariantCulture)))).Distinct()];
        return texts.Count > MostKeys || texts.Any(t => t.Length == 0)
            ? throw new FormatException(texts.Count > MostKeys ? $"the filter needs more than {MostKeys} match keys." : "an alternative has nothing but titles, of which no key is made.")
            : [.. texts.Select(Key)];
    }

    private static MatchKey Key(string text) => new([.. text.Split(' ').Select(p => p.StartsWith("domain(", StringComparison.Ordinal)
        ? new MatchKeyPart(int.Parse(p[7..^1], CultureInfo.InvariantCulture) - 1, Domain: true)
        : new MatchKeyPart(int.Parse(p, CultureInfo.InvariantCulture) - 1, Domain: false))]);

    private static SandboxSetupException Wrong(string name, string what) => new($"Matching rule {name} in the schema file: {what}");
}
