using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContactSync.Cli;

/// <summary>Reads the key that a sandbox verifies JWT assertions with, so that a wrong file is found at the start and not at the first login.</summary>
internal static class JwtKeyFile
{
    /// <summary>The file's text. Throws <see cref="UserException"/> where it cannot be read or holds no RSA public key or certificate in PEM form.</summary>
    public static string Read(string path)
    {
        try
        {
            var pem = File.ReadAllText(path);
            using var key = Rsa(pem) ?? throw new CryptographicException("the certificate's key is not RSA");
            return pem;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The key cannot be read: {e.Message}", path, "Check the name and the access rights.", ExitCode.Configuration, e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new UserException(
                $"The file holds no RSA public key or certificate in PEM form: {e.Message}", path,
                "Make one with: openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=sync", ExitCode.Configuration, e);
        }
    }

    private static RSA? Rsa(string pem)
    {
        if (pem.Contains("CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey();
        }

        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }
}
