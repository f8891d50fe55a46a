using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Soql;

/// <summary>
/// A literal checked against the type of the field it is compared with. Dates and date-times are spans from
/// <see cref="From"/> up to, not including, <see cref="To"/>: a second, a day, or as long as a relative date is.
/// </summary>
internal sealed class Literal
{
    public bool IsNull { get; private init; }

    /// <summary>The value as text in stored form.</summary>
    public string Text { get; private init; } = "";

    public byte[] Utf8 { get; private init; } = [];

    public double Number { get; private init; }

    public Bound From { get; private init; }

    public Bound To { get; private init; }

    public static bool IsTime(Field field) => field.Type is FieldType.Date or FieldType.DateTime;

    public static bool IsNumber(Field field) => field.IsFloating || field.Type == FieldType.Int;

    public static Literal Of(SoqlToken token, FieldPath path, SoqlQuery query, QueryScope scope, int column) => Of(token, path.Field, query, scope, column);

    public static Literal Of(SoqlToken token, Field field, SoqlQuery query, QueryScope scope, int column)
    {
        if ((token.Kind == TokenKind.Word && token.Is("null")) || (token.Kind == TokenKind.Text && token.Text.Length == 0 && field.IsText))
        {
            return new Literal { IsNull = true };
        }
        return Value(token, field, scope) ?? throw Refused(token, field, query, column);
    }

    /// <summary>A text to be matched by LIKE.</summary>
    public static string? Pattern(SoqlToken token) => token.Kind == TokenKind.Text ? token.Pattern ?? token.Text : null;

    private static Literal? Value(SoqlToken token, Field field, QueryScope scope) => (field.Type, token.Kind) switch
    {
        (FieldType.Date or FieldType.DateTime, TokenKind.Relative) => Days(RelativeDate.Days(token.Text, scope.Today), field),
        (FieldType.Date, TokenKind.Instant) => Day(token.Text, field),
        (FieldType.DateTime, TokenKind.Instant) => Second(token.Text),
        (FieldType.Boolean, TokenKind.Word) => Plain(token.Text.ToLowerInvariant()),
        (FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent, TokenKind.Number) => Numeric(token.Text),
        (FieldType.Id or FieldType.Reference, TokenKind.Text) => Id(token.Text),
        (FieldType.Date or FieldType.DateTime or FieldType.Boolean or FieldType.Id or FieldType.Reference, _) => null,
        (FieldType.Int or FieldType.Double or FieldType.Currency or FieldType.Percent, _) => null,
        (_, TokenKind.Text) => Plain(token.Text),
        _ => null,
    };

    private static Literal Plain(string text) => new() { Text = text, Utf8 = Encoding.UTF8.GetBytes(text) };

    private static Literal? Second(string text) =>
        text.Length > 10 && Stamp.TryParse(Encoding.UTF8.GetBytes(text.ToUpperInvariant()), out var seconds)
            ? new Literal { From = Bound.Second(seconds), To = Bound.Second(seconds + 1) }
            : null;

    private static Literal? Day(string text, Field field) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? Days((day, day.AddDays(1)), field)
            : null;

    private static Literal Days((DateOnly From, DateOnly To) days, Field field) =>
        new() { From = Bound.Day(days.From, field.Type == FieldType.Date), To = Bound.Day(days.To, field.Type == FieldType.Date) };

    private static Literal? Numeric(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new Literal { Text = text, Number = number } : null;

    private static Literal? Id(string text)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        return text.Length == 0 ? new Literal { IsNull = true } : SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? Plain(Encoding.ASCII.GetString(id)) : null;
    }

    private static SalesforceFault Refused(SoqlToken token, Field field, SoqlQuery query, int column)
    {
        if (field.Type is FieldType.Id or FieldType.Reference)
        {
            return SoqlFault.At("INVALID_QUERY_FILTER_OPERATOR", query.Text, column, $"invalid ID field: {token.Text}");
        }
        var (type, quoted) = field.Type switch
        {
            FieldType.Date => ("date", "not "),
            FieldType.DateTime => ("dateTime", "not "),
            FieldType.Boolean => ("boolean", "not "),
            FieldType.Int => ("int", "not "),
            FieldType.Double or FieldType.Currency or FieldType.Percent => ("double", "not "),
            _ => ("string", ""),
        };
        return SoqlFault.InvalidField(query.Text, column, $"value of filter criterion for field '{field.Name}' must be of type {type} and should {quoted}be enclosed in quotes");
    }
}
