using System.Text;

namespace ContactSync.Transforms.People;

/// <summary>Finds e-mail addresses that a person should look at. It proposes and rewrites nothing. For one thread at a time.</summary>
public sealed class EmailCheck(ReferenceLists lists, MailDomains domains)
{
    private readonly EmailParts _parts = new(lists);
    private readonly byte[] _work = new byte[4 * TextBuffer.Room];

    /// <summary>What speaks against a value that is not blank, the first of <see cref="EmailFlaw"/>'s order; with a likely address in <paramref name="meant"/> for <see cref="EmailFlaw.Typo"/> alone.</summary>
    public EmailFlaw Of(ReadOnlySpan<byte> value, out string? meant)
    {
        meant = null;
        _parts.Read(value, _work);
        var address = _parts.Exact.Text;
        if (address.IsEmpty)
        {
            return EmailFlaw.Invalid;
        }

        var at = address.IndexOf((byte)'@');
        var domain = address[(at + 1)..];
        // Some domains are thrown away because they are mistyped so often.
        if (domains.Mend(domain) is { } mended)
        {
            meant = $"{Encoding.UTF8.GetString(address[..at])}@{mended}";
            return EmailFlaw.Typo;
        }

        return domains.IsDisposable(domain) ? EmailFlaw.Disposable : _parts.IsRole ? EmailFlaw.Role : EmailFlaw.None;
    }
}
