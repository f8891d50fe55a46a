using System.Text;
using ContactSync.Transforms.Match;

namespace ContactSync.Transforms.People;

/// <summary>Mail domains that many people have, those that are thrown away, and endings that are none. Immutable; any number of threads may use one.</summary>
public sealed class MailDomains
{
    // One slip from a shorter domain is as likely another domain.
    private const int ShortestMended = 9;

    private readonly Utf8Map _known;
    private readonly Utf8Map _disposable;
    private readonly byte[][] _mended;
    private readonly KeyValuePair<byte[], byte[]>[] _endings;

    private MailDomains(List<string> known, IEnumerable<KeyValuePair<string, string>> endings, IEnumerable<string> disposable)
    {
        _known = new Utf8Map(known.Select(d => new KeyValuePair<string, string>(d, d)));
        _disposable = new Utf8Map(disposable.Select(d => new KeyValuePair<string, string>(d, d)));
        _mended = [.. known.Where(d => d.Length >= ShortestMended).Select(Encoding.ASCII.GetBytes)];
        _endings = [.. endings.Select(e => new KeyValuePair<byte[], byte[]>(Encoding.ASCII.GetBytes(e.Key), Encoding.ASCII.GetBytes(e.Value)))];
    }

    /// <summary>
    /// Reads the domains that many people have, several a line, and endings as <c>.con = .com</c>, as data/reference/mail-domains.txt has them; and the disposable ones, one a line. Lines
    /// that begin with # are passed over.
    /// </summary>
    public static MailDomains Parse(string known, string disposable)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(disposable);
        var lines = Lines(known).ToLookup(l => l.Contains(" = ", StringComparison.Ordinal));
        return new MailDomains(
            [.. lines[false].SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
            lines[true].Select(l => l.Split(" = ")).Select(p => new KeyValuePair<string, string>(p[0], p[1])),
            Lines(disposable));
    }

    /// <summary>Whether the domain, in lower case, or one that it is a part of gives addresses away for minutes.</summary>
    public bool IsDisposable(ReadOnlySpan<byte> domain)
    {
        while (domain.IndexOf((byte)'.') is >= 0 and var dot)
        {
            if (_disposable.Contains(domain))
            {
                return true;
            }

            domain = domain[(dot + 1)..];
        }

        return false;
    }

    /// <summary>The domain that was likely meant by another one in lower case; null where it may well be meant as it is.</summary>
    public string? Mend(ReadOnlySpan<byte> domain)
    {
        if (_known.Contains(domain))
        {
            return null;
        }

        foreach (var known in _mended)
        {
            if (EditDistance.UpTo(1, domain, known) == 1)
            {
                return Encoding.ASCII.GetString(known);
            }
        }

        foreach (var (wrong, right) in _endings)
        {
            if (domain.EndsWith(wrong))
            {
                return Encoding.UTF8.GetString(domain[..^wrong.Length]) + Encoding.ASCII.GetString(right);
            }
        }

        return null;
    }

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => l[0] != '#');
}
