using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using ContactSync.Cli;

namespace ContactSync.Config;

/// <summary>Where a secret is to be found: <c>env:NAME</c> or <c>file:path</c>. Resolved late, when the secret is first needed.</summary>
[TypeConverter(typeof(Converter))]
public sealed partial record SecretReference
{
    private const int SizeLimit = 64 * 1024;

    private SecretReference(bool isFile, string name) => (IsFile, Name) = (isFile, name);

    public bool IsFile { get; }

    /// <summary>The variable, or the path as written.</summary>
    public string Name { get; }

    public static SecretReference? TryParse(string text)
    {
        var file = text.StartsWith("file:", StringComparison.Ordinal);
        var name = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return (file && FileName().IsMatch(name)) || (text.StartsWith("env:", StringComparison.Ordinal) && VariableName().IsMatch(name))
            ? new(file, name) : null;
    }

    /// <summary>
    /// Reads the secret. A file must be a plain file (no link) that only its owner can read. Throws <see cref="UserException"/> (exit 5)
    /// that names the reference, never the secret.
    /// </summary>
    /// <param name="root">The folder that file paths are relative to.</param>
    /// <param name="environment">Looks a variable up; null where there is none.</param>
    public Secret Resolve(string root, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (!IsFile)
        {
            return environment(Name) is { Length: > 0 } value
                ? new Secret(value)
                : throw Refused("The variable is not set.", $"Set it in the environment of contact-sync: export {Name}=...");
        }

        var file = new FileInfo(Path.Combine(root, Name));
        if (!file.Exists)
        {
            throw Refused("The file does not exist.", $"Write the secret to {file.FullName}, then chmod 600 it.");
        }

        if (file.LinkTarget is not null)
        {
            throw Refused("It is a symbolic link.", "Name the file itself.");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (file.UnixFileMode & Others) != 0)
        {
            throw Refused("Others than its owner may read or write the file.", $"chmod 600 {file.FullName}");
        }

        return file.Length is > 0 and <= SizeLimit
            ? new Secret(File.ReadAllText(file.FullName).TrimEnd('\r', '\n'))
            : throw Refused("The file is empty or over 64 KB.", $"Write the secret, and nothing else, to {file.FullName}.");
    }

    public override string ToString() => $"{(IsFile ? "file" : "env")}:{Name}";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,126}\\z")]
    private static partial Regex VariableName();

    [GeneratedRegex("^[^\\0\\r\\n]{1,4096}\\z")]
    private static partial Regex FileName();

    private UserException Refused(string what, string whatNow) => new($"A secret cannot be read. {what}", ToString(), whatNow, ExitCode.Configuration);

    /// <summary>Lets the configuration binder make references.</summary>
    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => TryParse((string)value);
    }
}
