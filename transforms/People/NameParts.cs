namespace ContactSync.Transforms.People;

/// <summary>
/// Takes a person's name apart: honorifics gone, suffix apart, particles with the family name, "Last, First" and whole names in any column taken apart,
/// no name held twice.
/// </summary>
internal sealed class NameParts(ReferenceLists lists)
{
    public TextBuffer First { get; } = new();

    public TextBuffer Middle { get; } = new();

    public TextBuffer Last { get; } = new();

    public NameSuffix Suffix { get; private set; }

    /// <summary>Reads folded names; <paramref name="lastGiven"/> holds what stood behind a comma in the last name.</summary>
    public void Read(ReadOnlySpan<byte> first, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> last, ReadOnlySpan<byte> lastGiven, ReadOnlySpan<byte> suffix)
    {
        Suffix = SuffixOf(suffix);
        Last.Set(WithoutSuffix(last));
        Middle.Clear();
        var given = WithoutHonorifics(first, !last.IsEmpty);
        First.Set(given.IsEmpty ? WithoutHonorifics(WithoutSuffix(lastGiven), false) : given);
        AddMiddle(middle);
        FillFromMiddle();
    }

    /// <summary>Reads a whole name; <paramref name="given"/> holds what stood behind a comma, if there was one.</summary>
    public void ReadWhole(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> given)
    {
        (Suffix, _) = (NameSuffix.None, 0);
        First.Clear();
        Middle.Clear();
        Last.Clear();
        if (!given.IsEmpty)
        {
            Last.Set(WithoutSuffix(whole));
            var rest = WithoutHonorifics(WithoutSuffix(given), false);
            First.Set(Words.First(rest));
            Middle.Set(Words.AfterFirst(rest));
            return;
        }

        var name = WithoutSuffix(WithoutHonorifics(whole, false));
        if (Words.Count(name) == 1)
        {
            Last.Set(name);
            return;
        }

        var start = FamilyStart(name);
        First.Set(Words.First(name));
        Last.Set(name[start..]);
        var between = start > First.Text.Length + 1 ? name[(First.Text.Length + 1)..(start - 1)] : default;
        Middle.Set(between);
    }

    /// <summary>Where the family name begins: at the last word, or at the particles before it.</summary>
    private int FamilyStart(ReadOnlySpan<byte> name)
    {
        var start = name.LastIndexOf((byte)' ') + 1;
        while (start > 1)
        {
            var before = name[..(start - 1)];
            var word = Words.Last(before);
            if (word.Length == before.Length || !lists.Particles.Contains(word))
            {
                break;
            }

            start = before.Length - word.Length;
        }

        return start;
    }

    private void AddMiddle(ReadOnlySpan<byte> middle)
    {
        foreach (var word in new Words(middle))
        {
            if (!Words.Contain(First.Text, word) && !Words.Contain(Last.Text, word))
            {
                Middle.AddWord(word);
            }
        }
    }

    private void FillFromMiddle()
    {
        if (First.IsEmpty && !Middle.IsEmpty && (!Last.IsEmpty || Words.Count(Middle.Text) > 1))
        {
            First.Set(Words.First(Middle.Text));
            Middle.Set(Words.AfterFirst(Middle.Text));
        }

        if (Last.IsEmpty && Words.Count(Middle.Text) > 1)
        {
            var start = FamilyStart(Middle.Text);
            Last.Set(Middle.Text[start..]);
            Middle.Set(start > 0 ? Middle.Text[..(start - 1)] : default);
        }
    }

    private ReadOnlySpan<byte> WithoutHonorifics(ReadOnlySpan<byte> name, bool allowAll)
    {
        while (!name.IsEmpty && lists.Honorifics.Contains(Words.First(name)) && (allowAll || Words.Count(name) > 1))
        {
            name = Words.AfterFirst(name);
        }

        return name;
    }

    private ReadOnlySpan<byte> WithoutSuffix(ReadOnlySpan<byte> name)
    {
        while (Words.Count(name) > 1 && lists.Suffixes.TryGet(Words.Last(name), out var value))
        {
            Suffix = Suffix == NameSuffix.None ? (NameSuffix)(value[0] - '0') : Suffix;
            name = Words.BeforeLast(name);
        }

        return name;
    }

    private NameSuffix SuffixOf(ReadOnlySpan<byte> word) =>
        lists.Suffixes.TryGet(word, out var value) ? (NameSuffix)(value[0] - '0') : NameSuffix.None;
}
