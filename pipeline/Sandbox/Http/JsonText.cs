using System.Text.Json;
using System.Text.Unicode;

namespace ContactSync.Sandbox.Http;

/// <summary>What JSON parsing leaves to whoever reads a text: that it is sound UTF-8, and that no half of a surrogate pair stands alone.</summary>
internal static class JsonText
{
    public const int MaxDepth = 32;

    /// <summary>Throws <see cref="JsonException"/> for the first text that is none.</summary>
    public static void Check(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new JsonException("Invalid UTF-8", null, 0, 0);
        }
        if (json.IndexOf("\\u"u8) < 0)
        {
            return;
        }
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
            {
                continue;
            }
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException("Incomplete surrogate pair in a character escape", null, 0, reader.TokenStartIndex, e);
            }
        }
    }
}
