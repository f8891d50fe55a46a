namespace ContactSync.Transforms.Normalize;

/// <summary>
/// Whether Unicode works on this machine. Without ICU, .NET's normalisation silently returns its input, so that José and Jose, or two
/// spellings of one é, would never be the same person; nothing may start then.
/// </summary>
public static class GlobalizationCheck
{
    /// <summary>Throws <see cref="GlobalizationUnavailableException"/> unless normalisation and case mapping work.</summary>
    public static void Require() => Require(static (text, form) => text.Normalize(form));

    internal static void Require(Func<string, System.Text.NormalizationForm, string> normalize)
    {
        var invariant = AppContext.TryGetSwitch("System.Globalization.Invariant", out var on) && on;
        if (invariant
            || normalize("\u00E9", System.Text.NormalizationForm.FormKD) != "e\u0301"
            || normalize("e\u0301", System.Text.NormalizationForm.FormC) != "\u00E9"
            || char.ToLowerInvariant('\u0141') != '\u0142')
        {
            throw new GlobalizationUnavailableException();
        }
    }
}

/// <summary>This process runs without Unicode data, so names cannot be compared.</summary>
public sealed class GlobalizationUnavailableException : Exception
{
    /// <summary>Says what is wrong and what to do.</summary>
    public GlobalizationUnavailableException()
        : base("Unicode normalisation does not work in this process: ICU is missing or globalization is set to invariant. "
            + "Install ICU (Debian and Ubuntu: libicu; Alpine: icu-libs and icu-data-full) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.")
    {
    }
}
