using System.Buffers;
using System.Text;

namespace ContactSync.Stores;

/// <summary>
/// The Id of a Contact in its 18-character form, the only one that survives a change of case. A 15-character Id is completed by
/// its three case-check characters; an 18-character one must carry the right ones, in either case.
/// </summary>
public static class ContactId
{
    /// <summary>Characters of the completed form, all ASCII.</summary>
    public const int Length = 18;

    private const string Check = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Gives the 18-character form, or false when the text is no such Id. Surrounding blanks are ignored.</summary>
    public static bool TryComplete(ReadOnlySpan<char> text, out string id)
    {
        text = text.Trim();
        id = "";
        if (text.Length is not (15 or 18) || text.ContainsAnyExcept(Allowed))
        {
            return false;
        }
        Span<char> full = stackalloc char[18];
        text[..15].CopyTo(full);
        for (var part = 0; part < 3; part++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(full[part * 5 + i]) ? 1 << i : 0;
            }
            full[15 + part] = Check[bits];
        }
        if (text.Length == 18 && !text[15..].Equals(full[15..], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        id = new string(full);
        return true;
    }

    /// <summary>As the other, in UTF-8: writes the <see cref="Length"/> bytes of the completed form to <paramref name="id"/>.</summary>
    public static bool TryComplete(ReadOnlySpan<byte> utf8, Span<byte> id)
    {
        Span<char> text = stackalloc char[Length];
        return utf8.Length <= Length && Ascii.ToUtf16(utf8, text, out var length) == OperationStatus.Done
            && TryComplete(text[..length], out var full) && Ascii.FromUtf16(full, id, out _) == OperationStatus.Done;
    }
}
