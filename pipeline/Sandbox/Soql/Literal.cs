using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Soql;

/// <summary>A literal checked against the type of the field it is compared with.</summary>
internal sealed class Literal
{
    public bool IsNull { get; private init; }

    /// <summary>The value as text in stored form.</summary>
    public string Text { get; private init; } = "";

    public byte[] Utf8 { get; private init; } = [];

    public double Number { get; private init; }

    /// <summary>Seconds since the epoch, for date-times.</summary>
    public long Seconds { get; private init; }

    public static Literal Of(SoqlToken token, Field field)
    {
        if ((token.Kind == TokenKind.Word && token.Is("null")) || (token.Kind == TokenKind.Text && token.Text.Length == 0 && field.IsText))
        {
            return new Literal { IsNull = true };
        }
        return field.Type switch
        {
            FieldType.DateTime => Instant(token, field),
            FieldType.Date => token.Kind == TokenKind.Instant && token.Text.Length == 10 ? Plain(token.Text) : throw Wrong(field, "date", quoted: false),
            FieldType.Boolean => token.Kind == TokenKind.Word ? Plain(token.Text.ToLowerInvariant()) : throw Wrong(field, "boolean", quoted: false),
            FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent => Numeric(token, field),
            FieldType.Id or FieldType.Reference => Id(token, field),
            _ => token.Kind == TokenKind.Text ? Plain(token.Text) : throw Wrong(field, "string", quoted: true),
        };
    }

    private static Literal Plain(string text) => new() { Text = text, Utf8 = Encoding.UTF8.GetBytes(text) };

    private static Literal Instant(SoqlToken token, Field field)
    {
        if (token.Kind != TokenKind.Instant || token.Text.Length < 20 || !Stamp.TryParse(Encoding.UTF8.GetBytes(token.Text), out var seconds))
        {
            throw Wrong(field, "dateTime", quoted: false);
        }
        var text = new byte[Stamp.TextLength];
        Stamp.Write(seconds, text);
        return new Literal { Text = Encoding.ASCII.GetString(text), Utf8 = text, Seconds = seconds };
    }

    private static Literal Numeric(SoqlToken token, Field field) =>
        token.Kind == TokenKind.Number && double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new Literal { Text = token.Text, Number = number }
            : throw Wrong(field, "double", quoted: false);

    private static Literal Id(SoqlToken token, Field field)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        if (token.Kind != TokenKind.Text || (token.Text.Length > 0 && !SfId.TryNormalize(Encoding.UTF8.GetBytes(token.Text), id)))
        {
            throw new SalesforceFault(400, "INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {token.Text}");
        }
        return token.Text.Length == 0 ? new Literal { IsNull = true } : Plain(Encoding.ASCII.GetString(id));
    }

    private static SalesforceFault Wrong(Field field, string type, bool quoted) => new(400, "INVALID_FIELD",
        $"value of filter criterion for field '{field.Name}' must be of type {type} and should {(quoted ? "" : "not ")}be enclosed in quotes");
}
