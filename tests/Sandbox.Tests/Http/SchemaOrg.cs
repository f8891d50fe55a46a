using System.Text;

namespace ContactSync.Sandbox.Tests.Http;

/// <summary>An org with a schema file of the test's own.</summary>
internal static class SchemaOrg
{
    public static async Task<TestOrg> StartAsync(string schema, Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, schema);
            return await TestOrg.StartAsync(o => (change ?? (x => x))(o) with { SchemaFile = file });
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static async Task SeedAsync(this TestOrg org, string type, string csv)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        await org.Server.SeedAsync(type, stream, CancellationToken.None);
    }
}
