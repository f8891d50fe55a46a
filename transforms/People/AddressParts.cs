namespace ContactSync.Transforms.People;

/// <summary>A street line taken apart: the house number, and the street with its forms shortened and units left out.</summary>
internal sealed class AddressParts(ReferenceLists lists)
{
    public TextBuffer House { get; } = new();

    public TextBuffer Street { get; } = new();

    /// <summary>Reads folded words. The first word with a digit that is no unit's is the house number.</summary>
    public void Read(ReadOnlySpan<byte> words)
    {
        House.Clear();
        Street.Clear();
        var unit = false;
        foreach (var word in new Words(words))
        {
            if (lists.Units.Contains(word))
            {
                unit = true;
            }
            else if (word[0] is >= (byte)'0' and <= (byte)'9')
            {
                AddNumber(word, unit);
                unit = false;
            }
            else
            {
                Street.AddWord(lists.Streets.TryGet(word, out var shorter) ? shorter : word);
                unit = false;
            }
        }
    }

    private void AddNumber(ReadOnlySpan<byte> word, bool unit)
    {
        if (word[^1] is not (>= (byte)'0' and <= (byte)'9') && word[^1] is (byte)'t' or (byte)'h' or (byte)'d' && word.Length > 2)
        {
            // 5th, 42nd: the name of a street.
            Street.AddWord(word);
        }
        else if (!unit && House.IsEmpty)
        {
            House.Set(word);
        }
    }
}
