using System.Diagnostics;

namespace ContactSync.Stores;

/// <summary>Why a write was refused, in words: one home for the messages of the store's rules.</summary>
internal static class RefusalText
{
    /// <param name="code">The rule.</param>
    /// <param name="other">The supporter that stands against the write, or the earlier write of the same set.</param>
    /// <param name="write">How an earlier write is called: "line 7", "plan row 7".</param>
    public static string Of(string code, string? other, Func<long, string> write) => code switch
    {
        "email_taken" => $"supporter {other} has this e-mail address",
        "contact_taken" => $"supporter {other} is linked to this Contact",
        "duplicate_email" => $"{write(Number(other))} has the same e-mail address",
        "duplicate_contact" => $"{write(Number(other))} has the same Contact Id",
        "duplicate_key" => $"{write(Number(other))} names the same supporter",
        "unknown_supporter" => $"there is no supporter {other}",
        "moved" => "the supporter was edited after it was read",
        "contact_invalid" => "the Contact Id is not a Salesforce Id of 15 or 18 characters with the right check characters",
        _ => throw new UnreachableException($"No message for the refusal '{code}'."),
    };

    private static long Number(string? n) => long.Parse(n!, System.Globalization.CultureInfo.InvariantCulture);
}
