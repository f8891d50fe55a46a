namespace ContactSync.Transforms.Normalize;

/// <summary>What Unicode's decomposition does not tell: Latin letters with a stroke or tied together, and which marks are mere diacritics.</summary>
internal static class SpecialLetters
{
    /// <summary>The plain letters that people type for a lower-case letter which has no decomposition, or null.</summary>
    public static string? Spell(int letter) => letter switch
    {
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        _ => null,
    };

    /// <summary>Latin, Greek and Cyrillic combining marks, Hebrew points and Arabic vowel signs: written or left out at will.</summary>
    public static bool IsDiacritic(int mark) => mark is
        (>= 0x0300 and <= 0x036F) or (>= 0x0483 and <= 0x0489) or (>= 0x0591 and <= 0x05C7) or (>= 0x0610 and <= 0x061A)
        or (>= 0x064B and <= 0x065F) or 0x0670 or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF)
        or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xFE20 and <= 0xFE2F);
}
