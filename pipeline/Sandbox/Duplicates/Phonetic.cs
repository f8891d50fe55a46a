namespace ContactSync.Sandbox.Duplicates;

/// <summary>
/// How an English name sounds, as consonants: the first code of double metaphone without its rarer branches. Vowels count
/// only at the start; digits and letters of other scripts stay as they are.
/// </summary>
internal static class Phonetic
{
    private const int OnStack = 128;

    /// <summary>The code of a name folded by <see cref="TextFold.Letters"/>, in lower case: <c>benioff</c> is <c>pnf</c>.</summary>
    public static string Code(string name)
    {
        // The longest sound of one letter is of two.
        var code = new Sounds(name.Length * 2 <= OnStack ? stackalloc char[OnStack] : new char[name.Length * 2]);
        for (var at = SilentStart(name); at < name.Length;)
        {
            at += Add(ref code, name, at);
        }
        return code.ToString();
    }

    /// <summary>Two folded names sound alike; names of which nothing is heard do not.</summary>
    public static bool Alike(string a, string b) => Code(a) is { Length: > 0 } code && code == Code(b);

    private static int SilentStart(string name) =>
        name.StartsWith("kn", StringComparison.Ordinal) || name.StartsWith("gn", StringComparison.Ordinal) || name.StartsWith("pn", StringComparison.Ordinal)
        || name.StartsWith("wr", StringComparison.Ordinal) || name.StartsWith("ps", StringComparison.Ordinal) ? 1 : 0;

    /// <summary>Adds the sound that begins at a letter; returns how many letters it takes.</summary>
    private static int Add(ref Sounds code, string name, int at)
    {
        var next = At(name, at + 1);
        switch (name[at])
        {
            case 'a' or 'e' or 'i' or 'o' or 'u' or 'y':
                return Sound(ref code, at == 0 ? "a" : "", 1);
            case 'b':
                return Sound(ref code, "p", Doubled(next, 'b'));
            case 'c':
                return AddC(ref code, name, at);
            case 'd' when next == 'g' && At(name, at + 2) is 'e' or 'i' or 'y':
                return Sound(ref code, "j", 3);
            case 'd':
                return Sound(ref code, "t", next is 'd' or 't' ? 2 : 1);
            case 'f' or 'v':
                return Sound(ref code, "f", Doubled(next, name[at]));
            case 'g':
                return AddG(ref code, name, at);
            case 'h':
                return Sound(ref code, IsVowel(next) && (at == 0 || IsVowel(name[at - 1])) ? "h" : "", 1);
            case 'p' when next == 'h':
                return Sound(ref code, "f", 2);
            case 'q':
                return Sound(ref code, "k", Doubled(next, 'q'));
            case 's':
                return AddS(ref code, name, at);
            case 't':
                return AddT(ref code, name, at);
            case 'w':
                return Sound(ref code, at == 0 && IsVowel(next) ? "a" : "", 1);
            case 'x':
                return Sound(ref code, at == 0 ? "s" : "ks", Doubled(next, 'x'));
            case 'z':
                return Sound(ref code, "s", Doubled(next, 'z'));
            case var letter:
                code.Append(letter);
                return char.IsAsciiLetter(letter) ? Doubled(next, letter) : 1;
        }
    }

    private static int AddC(ref Sounds code, string name, int at) => At(name, at + 1) switch
    {
        'h' => Sound(ref code, at == 0 && !IsVowel(At(name, 2)) ? "k" : "x", 2),
        'i' when At(name, at + 2) == 'a' => Sound(ref code, "x", 3),
        'i' or 'e' or 'y' => Sound(ref code, "s", 2),
        'k' or 'c' or 'q' => Sound(ref code, "k", 2),
        _ => Sound(ref code, "k", 1),
    };

    private static int AddG(ref Sounds code, string name, int at) => At(name, at + 1) switch
    {
        'h' => Sound(ref code, at == 0 ? "k" : "", 2),
        'n' when at + 2 == name.Length => Sound(ref code, "n", 2),
        'i' or 'e' or 'y' => Sound(ref code, "j", 2),
        'g' => Sound(ref code, "k", 2),
        _ => Sound(ref code, "k", 1),
    };

    private static int AddS(ref Sounds code, string name, int at) => At(name, at + 1) switch
    {
        'h' => Sound(ref code, "x", 2),
        'c' when At(name, at + 2) == 'h' => Sound(ref code, "x", 3),
        'i' when At(name, at + 2) is 'o' or 'a' => Sound(ref code, "x", 3),
        's' or 'z' => Sound(ref code, "s", 2),
        _ => Sound(ref code, "s", 1),
    };

    private static int AddT(ref Sounds code, string name, int at) => At(name, at + 1) switch
    {
        'h' => Sound(ref code, "0", 2),
        'i' when At(name, at + 2) is 'o' or 'a' => Sound(ref code, "x", 3),
        'c' when At(name, at + 2) == 'h' => Sound(ref code, "x", 3),
        't' or 'd' => Sound(ref code, "t", 2),
        _ => Sound(ref code, "t", 1),
    };

    private static int Sound(ref Sounds code, string sound, int letters)
    {
        code.Append(sound);
        return letters;
    }

    private static int Doubled(char next, char letter) => next == letter ? 2 : 1;

    private static char At(string name, int at) => at < name.Length ? name[at] : '\0';

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private ref struct Sounds(Span<char> room)
    {
        private readonly Span<char> _room = room;
        private int _length;

        public void Append(string sound)
        {
            sound.CopyTo(_room[_length..]);
            _length += sound.Length;
        }

        public void Append(char letter) => _room[_length++] = letter;

        public override readonly string ToString() => _room[.._length].ToString();
    }
}
