using System.Security.Cryptography;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Store;

/// <summary>
/// What never changes in a data folder: the org's id, the key its tokens are signed with, and the numbers its objects and
/// fields are stored under, so that records survive a change of the schema file. Kept in <c>org.json</c>.
/// </summary>
internal sealed class Catalog
{
    public required string OrgId { get; init; }

    /// <summary>The three characters after the prefix of every id of this org.</summary>
    public required string Pod { get; init; }

    public required string TokenKey { get; init; }

    public List<CatalogObject> Objects { get; init; } = [];

    /// <summary>Reads the folder's catalogue or makes one, adds what the schema has new, and hands out the storage numbers.</summary>
    public static Catalog Open(string folder, OrgSchema schema, int? seed)
    {
        var path = Path.Combine(folder, "org.json");
        Catalog catalog;
        try
        {
            catalog = File.Exists(path) ? JsonSerializer.Deserialize<Catalog>(File.ReadAllBytes(path))! : Make(seed);
        }
        catch (JsonException e)
        {
            throw new SandboxSetupException($"{path} is damaged: {e.Message} Restore it, or start with an empty --data folder.", e);
        }
        if (catalog.Number(schema) || !File.Exists(path))
        {
            DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(catalog));
        }
        return catalog;
    }

    private static Catalog Make(int? seed)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var number = seed is { } s ? (long)(uint)s * 2654435761L % 3_000_000_000L : BitConverter.ToUInt32(key, 0);
        var pod = SfId.Format("00D", "000", number)[9..12] is var digits ? digits[..2] + "0" : "";
        return new Catalog { OrgId = SfId.Format("00D", pod, number), Pod = pod, TokenKey = Convert.ToBase64String(key) };
    }

    private bool Number(OrgSchema schema)
    {
        var changed = false;
        foreach (var type in schema.Objects)
        {
            type.Number = Objects.FindIndex(o => o.Name == type.Name);
            if (type.Number < 0)
            {
                type.Number = Objects.Count;
                Objects.Add(new CatalogObject(type.Name, []));
                changed = true;
            }
            var known = Objects[type.Number];
            foreach (var field in type.Fields.Where(f => f.System == SystemField.None))
            {
                field.Tag = known.Fields.FindIndex(n => n.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
                if (field.Tag < 0)
                {
                    field.Tag = known.Fields.Count;
                    known.Fields.Add(field.Name);
                    changed = true;
                }
            }
            type.TagCount = known.Fields.Count;
        }
        return changed;
    }
}

/// <summary>An object and its fields in the order of their storage numbers.</summary>
internal sealed record CatalogObject(string Name, List<string> Fields);
