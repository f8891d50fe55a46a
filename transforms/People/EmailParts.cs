using System.Globalization;
using System.Text;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Transforms.People;

/// <summary>An e-mail address for matching: the address itself, where its provider delivers it, and whether a function rather than a person has it.</summary>
internal sealed class EmailParts(ReferenceLists lists)
{
    public TextBuffer Exact { get; } = new();

    /// <summary>Empty where it is the same as <see cref="Exact"/>.</summary>
    public TextBuffer Canonical { get; } = new();

    public bool IsRole { get; private set; }

    /// <summary>Reads an address as typed: "mailto:", a display name around it and dots behind it are left out. Blank where it is none.</summary>
    public void Read(ReadOnlySpan<byte> value, Span<byte> work)
    {
        Exact.Clear();
        Canonical.Clear();
        IsRole = false;
        var text = Bare(value);
        if (text.Length is 0 or > 254)
        {
            return;
        }

        var lower = Lower(text, work);
        if (!EmailKey.IsAddress(lower))
        {
            return;
        }

        Exact.Set(lower);
        var at = Exact.Text.IndexOf((byte)'@');
        IsRole = lists.RoleMailboxes.Contains(Exact.Text[..at]);
        Canonicalise(at);
    }

    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)'<') is >= 0 and var open && value[open..].IndexOf((byte)'>') is > 0 and var close)
        {
            value = value[(open + 1)..(open + close)];
        }

        var text = value.Trim(" \t\r\n\"'"u8);
        text = text.Length > 7 && Ascii.EqualsIgnoreCase(text[..7], "mailto:"u8) ? text[7..] : text;
        return text.TrimEnd("., ;"u8);
    }

    private static ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> text, Span<byte> work)
    {
        if (Ascii.IsValid(text))
        {
            Ascii.ToLower(text, work, out var written);
            return work[..written];
        }

        // Rare: an address outside ASCII. Its domain becomes what the mail system sees.
        var whole = Encoding.UTF8.GetString(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var at = whole.IndexOf('@', StringComparison.Ordinal);
        if (at > 0)
        {
            try
            {
                whole = string.Concat(whole.AsSpan(0, at + 1), new IdnMapping().GetAscii(whole, at + 1));
            }
            catch (ArgumentException)
            {
                // No domain name: the address is compared as it stands.
                return work[..Encoding.UTF8.GetBytes(whole, work)];
            }
        }

        return work[..Encoding.UTF8.GetBytes(whole, work)];
    }

    private void Canonicalise(int at)
    {
        var local = Exact.Text[..at];
        var domain = Exact.Text[(at + 1)..];
        if (lists.ProviderOf(domain) is not { } provider)
        {
            return;
        }

        var end = provider.Plus ? local.IndexOf((byte)'+') : provider.Minus ? local.IndexOf((byte)'-') : -1;
        foreach (var b in end > 0 ? local[..end] : local)
        {
            if (b != '.' || !provider.Dots)
            {
                Canonical.Add(b);
            }
        }

        Canonical.Add((byte)'@');
        foreach (var c in provider.Domain)
        {
            Canonical.Add((byte)c);
        }

        if (Canonical.Text.SequenceEqual(Exact.Text) || Canonical.Text[0] == '@')
        {
            Canonical.Clear();
        }
    }
}
