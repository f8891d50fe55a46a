using System.Net;

namespace ContactSync.Salesforce.Wire;

/// <summary>The one host that may see credentials, and the paths below it. Refuses every address that leads elsewhere.</summary>
internal sealed class Endpoint
{
    private readonly Uri root;
    private readonly string version;

    public Endpoint(Uri instanceUrl, string apiVersion, IReadOnlyList<string> allowedHostSuffixes)
    {
        root = Checked(instanceUrl, allowedHostSuffixes);
        if (apiVersion.Length > 6 || !apiVersion.EndsWith(".0", StringComparison.Ordinal) || !apiVersion[..^2].All(char.IsAsciiDigit))
        {
            throw new ArgumentException($"'{apiVersion}' is no API version; write one like 66.0.");
        }

        version = $"/services/data/v{apiVersion}";
    }

    /// <summary>The address of a call below the version root; <paramref name="path"/> starts with a slash.</summary>
    public Uri Versioned(string path) => new(root, version + path);

    /// <summary>The address of a path that does not carry the version; it starts with a slash.</summary>
    public Uri Absolute(string path) => new(root, path);

    /// <summary>
    /// The address of a next page as the org names it: a whole URL of this host, a path from the root with or without its slash,
    /// or a path below the version root. Null when it leads to another host.
    /// </summary>
    public Uri? Page(string reference)
    {
        if (Uri.TryCreate(reference, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            return SameHost(whole) ? whole : null;
        }

        var path = "/" + reference.TrimStart('/');
        return path.StartsWith("/services/", StringComparison.OrdinalIgnoreCase) ? Absolute(path) : Versioned(path);
    }

    /// <summary>Whether an address is on this org's host. Every loopback name of one port is the same host.</summary>
    public bool SameHost(Uri other) =>
        other.Scheme == root.Scheme && other.Port == root.Port
        && (string.Equals(other.IdnHost, root.IdnHost, StringComparison.OrdinalIgnoreCase) || (other.IsLoopback && root.IsLoopback));

    public static Uri Checked(Uri url, IReadOnlyList<string> allowedHostSuffixes)
    {
        if (!url.IsAbsoluteUri || url.UserInfo.Length > 0 || url.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("An org's address is an absolute http(s) URL without user or password.");
        }

        if (url.IsLoopback)
        {
            return new Uri(url.GetLeftPart(UriPartial.Authority));
        }

        if (url.Scheme != "https")
        {
            throw new ArgumentException($"{url.Host}: plain http is only allowed to this machine itself; use https.");
        }

        var host = url.IdnHost;
        var allowed = allowedHostSuffixes.Any(suffix =>
            host.Equals(suffix, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase));
        return allowed && !IPAddress.TryParse(host, out _)
            ? new Uri(url.GetLeftPart(UriPartial.Authority))
            : throw new ArgumentException($"{host} is not below {string.Join(" or ", allowedHostSuffixes)}; credentials are not sent there.");
    }
}
