using System.Text.Json;
using ContactSync.Cli;
using ContactSync.Config;

namespace ContactSync.Sync.Tests.Config;

public sealed class SecretReferenceTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root = Directory.CreateTempSubdirectory("contact-sync-secret-").FullName;

    [Theory]
    [InlineData("env:SF_SECRET", true)]
    [InlineData("file:keys/org.pem", true)]
    [InlineData("env:", false)]
    [InlineData("env:1ST", false)]
    [InlineData("env:A B", false)]
    [InlineData("env:A\n", false)]
    [InlineData("file:", false)]
    [InlineData("hunter2", false)]
    [InlineData("ENV:SF_SECRET", false)]
    public void A_reference_is_env_or_file(string text, bool isOne) => Assert.Equal(isOne, SecretReference.TryParse(text)?.ToString() == text);

    [Fact]
    public void A_variable_is_read_and_a_missing_one_is_named()
    {
        var reference = SecretReference.TryParse("env:SF_SECRET")!;

        Assert.Equal("hunter2", reference.Resolve(_root, n => n == "SF_SECRET" ? "hunter2" : null).Reveal());
        Assert.Equal("env:SF_SECRET", Assert.Throws<UserException>(() => reference.Resolve(_root, _ => null)).Where);
    }

    [Fact]
    public void A_file_only_its_owner_can_read_is_read_without_its_line_end()
    {
        Write("key", "hunter2\n", Owner);

        Assert.Equal("hunter2", Resolve("key").Reveal());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_others_can_touch_is_refused(UnixFileMode more)
    {
        Write("key", "hunter2", Owner | more);

        var thrown = Assert.Throws<UserException>(() => Resolve("key"));

        Assert.Equal(ExitCode.Configuration, thrown.ExitCode);
        Assert.StartsWith("chmod 600", thrown.WhatNow, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_an_empty_file_and_a_missing_file_are_refused()
    {
        Write("key", "hunter2", Owner);
        Write("empty", "", Owner);
        File.CreateSymbolicLink(Path.Combine(_root, "link"), Path.Combine(_root, "key"));

        Assert.All(["link", "empty", "missing"], f => Assert.Throws<UserException>(() => Resolve(f)));
    }

    [Fact]
    public void A_secret_never_shows_itself()
    {
        var secret = new Secret("hunter2");

        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(secret), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private Secret Resolve(string file) => SecretReference.TryParse("file:" + file)!.Resolve(_root, _ => null);

    private void Write(string name, string text, UnixFileMode mode)
    {
        var path = Path.Combine(_root, name);
        File.WriteAllText(path, text);
#pragma warning disable CA1416 // the product itself runs where modes are
        File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416
    }
}
