using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ContactSync.Config;

/// <summary>What a value is in JSON.</summary>
internal enum NodeKind
{
    Object,
    List,
    Text,
    Number,
    Flag,
    Null,
}

/// <summary>A JSON value with its path and the line it stands on, which JsonDocument does not tell.</summary>
/// <param name="Path">Dots between keys, <c>[n]</c> for places in a list; empty for the root.</param>
internal sealed record ConfigNode(NodeKind Kind, string Path, int? Line, string Text, ImmutableArray<(string Name, ConfigNode Node)> Children)
{
    private const int DepthLimit = 32;

    public static ConfigNode Scalar(NodeKind kind, string path, int? line, string text) => new(kind, path, line, text, []);

    /// <summary>Reads JSON with comments and trailing commas; throws <see cref="JsonException"/> with line and place.</summary>
    public static ConfigNode Parse(ReadOnlySpan<byte> json, string path, bool withLines)
    {
        var bom = json.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        json = json[bom..];
        var reader = new Utf8JsonReader(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = DepthLimit });
        reader.Read();
        var node = Read(ref reader, json, path, withLines);
        while (reader.Read())
        {
        }

        return node;
    }

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static ConfigNode Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path, bool withLines)
    {
        int? line = withLines ? json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1 : null;
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new(NodeKind.Object, path, line, "", Members(ref reader, json, path, withLines)),
            JsonTokenType.StartArray => new(NodeKind.List, path, line, "", Items(ref reader, json, path, withLines)),
            JsonTokenType.String => Scalar(NodeKind.Text, path, line, reader.GetString()!),
            JsonTokenType.Number => Scalar(NodeKind.Number, path, line, Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.Null => Scalar(NodeKind.Null, path, line, ""),
            _ => Scalar(NodeKind.Flag, path, line, reader.TokenType == JsonTokenType.True ? "true" : "false"),
        };
    }

    private static ImmutableArray<(string, ConfigNode)> Members(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path, bool withLines)
    {
        var members = ImmutableArray.CreateBuilder<(string, ConfigNode)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            members.Add((name, Read(ref reader, json, Join(path, name), withLines)));
        }

        return members.ToImmutable();
    }

    private static ImmutableArray<(string, ConfigNode)> Items(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path, bool withLines)
    {
        var items = ImmutableArray.CreateBuilder<(string, ConfigNode)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(($"{items.Count}", Read(ref reader, json, $"{path}[{items.Count}]", withLines)));
        }

        return items.ToImmutable();
    }
}
