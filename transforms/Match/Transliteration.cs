using System.Collections.Frozen;
using System.Text;

namespace ContactSync.Transforms.Match;

/// <summary>
/// Folded names of other alphabets in Latin letters, the way newspapers spell them, so that a name can be compared across scripts. Cyrillic, Greek,
/// Armenian and Georgian; what is of another script stays. For comparing only, and never for keys.
/// </summary>
internal static class Transliteration
{
    private const string Cyrillic =
        "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ sch ы y э e ю yu я ya ё e і i ї yi є ye ґ g ў u ј j ћ c ђ d љ lj њ nj џ dz ъ - ь -";

    private const string Greek = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o";

    private const string Armenian =
        "ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ u փ p ք k օ o ֆ f";

    private const string Georgian =
        "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h";

    private static readonly FrozenDictionary<int, byte[]> Letters = Read(Cyrillic, Greek, Armenian, Georgian);

    /// <summary>Writes the text with those letters spelled in Latin ones, cut at the room there is; returns the bytes written.</summary>
    public static int Write(ReadOnlySpan<byte> folded, Span<byte> target)
    {
        var length = 0;
        while (!folded.IsEmpty)
        {
            Rune.DecodeFromUtf8(folded, out var rune, out var used);
            var letters = rune.Value >= 0x80 && Letters.TryGetValue(rune.Value, out var latin) ? latin : folded[..used];
            if (length + letters.Length > target.Length)
            {
                break;
            }

            letters.CopyTo(target[length..]);
            length += letters.Length;
            folded = folded[used..];
        }

        return length;
    }

    private static FrozenDictionary<int, byte[]> Read(params ReadOnlySpan<string> tables)
    {
        var letters = new Dictionary<int, byte[]>();
        foreach (var table in tables)
        {
            var words = table.Split(' ');
            for (var i = 0; i < words.Length; i += 2)
            {
                letters.Add(char.ConvertToUtf32(words[i], 0), words[i + 1] == "-" ? [] : Encoding.ASCII.GetBytes(words[i + 1]));
            }
        }

        return letters.ToFrozenDictionary();
    }
}
