using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Values;

/// <summary>
/// Turns a value as sent (UTF-8) into the form the org stores, appended to a slab. Returns the row error Salesforce gives
/// when it cannot. Leading and trailing white space of text is dropped; nothing left is stored as null.
/// </summary>
internal static class ValueReader
{
    private static readonly SearchValues<byte> NotInEmail = SearchValues.Create(" ,;:<>()[]\\\"\t\r\n"u8);

    public static RowError? Read(Field field, ReadOnlySpan<byte> text, ValueSlab slab)
    {
        if (field.IsText)
        {
            return ReadText(field, text, slab);
        }
        var value = text.Trim(" \t\r\n"u8);
        return field.Type switch
        {
            _ when value.IsEmpty => null,
            FieldType.Boolean => ReadBoolean(field, value, slab),
            FieldType.Int => ReadInt(field, value, slab),
            FieldType.Double or FieldType.Currency or FieldType.Percent => ReadDouble(field, value, slab),
            FieldType.Date => ReadDate(field, value, slab),
            FieldType.DateTime => ReadStamp(field, value, slab),
            FieldType.Id or FieldType.Reference => ReadId(field, value, slab),
            _ => new RowError("INVALID_FIELD_FOR_INSERT_UPDATE", WriteRefused(field.Name), field.Name),
        };
    }

    public static string WriteRefused(string fields) =>
        $"Unable to create/update fields: {fields}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.";

    private static RowError? ReadText(Field field, ReadOnlySpan<byte> text, ValueSlab slab)
    {
        var value = text.Trim(" \t\r\n"u8);
        if (!Utf8.IsValid(value))
        {
            value = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value));
        }
        if (value.Length > field.Length && Encoding.UTF8.GetCharCount(value) > field.Length)
        {
            return new RowError("STRING_TOO_LONG", $"{field.Label}: data value too large: {Encoding.UTF8.GetString(value)} (max length={field.Length})", field.Name);
        }
        if (field.Type == FieldType.Email && value.Length > 0 && !IsEmail(value))
        {
            return new RowError("INVALID_EMAIL_ADDRESS", $"{field.Label}: invalid email address: {Encoding.UTF8.GetString(value)}", field.Name);
        }
        if (field.RestrictedPicklist && value.Length > 0 && !field.PicklistValues.Contains(Encoding.UTF8.GetString(value), StringComparer.OrdinalIgnoreCase))
        {
            return new RowError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"bad value for restricted picklist field: {Encoding.UTF8.GetString(value)}", field.Name);
        }
        slab.Add(value);
        return null;
    }

    private static bool IsEmail(ReadOnlySpan<byte> value)
    {
        var at = value.IndexOf((byte)'@');
        if (at < 1 || value.ContainsAny(NotInEmail) || value[0] == (byte)'.' || value[at - 1] == (byte)'.')
        {
            return false;
        }
        var domain = value[(at + 1)..];
        var dot = domain.LastIndexOf((byte)'.');
        return dot > 0 && dot < domain.Length - 1 && domain[0] != (byte)'.' && !domain.Contains((byte)'@') && domain.IndexOf(".."u8) < 0 && value[..at].IndexOf(".."u8) < 0;
    }

    private static RowError? ReadBoolean(Field field, ReadOnlySpan<byte> value, ValueSlab slab)
    {
        if (Ascii.EqualsIgnoreCase(value, "true"u8) || value.SequenceEqual("1"u8))
        {
            slab.Add("true"u8);
            return null;
        }
        if (Ascii.EqualsIgnoreCase(value, "false"u8) || value.SequenceEqual("0"u8))
        {
            slab.Add("false"u8);
            return null;
        }
        return WrongType(field, value);
    }

    private static RowError? ReadInt(Field field, ReadOnlySpan<byte> value, ValueSlab slab)
    {
        if (!Utf8Parser.TryParse(value, out int _, out var used) || used != value.Length)
        {
            return WrongType(field, value);
        }
        slab.Add(value[0] == (byte)'+' ? value[1..] : value);
        return null;
    }

    private static RowError? ReadDouble(Field field, ReadOnlySpan<byte> value, ValueSlab slab)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return WrongType(field, value);
        }
        if (field.Precision > 0 && Math.Abs(number) >= Math.Pow(10, field.Precision - field.Scale))
        {
            return new RowError("NUMBER_OUTSIDE_VALID_RANGE", $"{field.Label}: value outside of valid range on numeric field: {Encoding.UTF8.GetString(value)}", field.Name);
        }
        var rounded = field.Precision > 0 && Math.Abs(number) < 1e15 ? Math.Round(number, Math.Min(field.Scale, 15), MidpointRounding.AwayFromZero) : number;
        slab.Add(Encoding.ASCII.GetBytes(JavaDouble.Format(rounded)));
        return null;
    }

    private static RowError? ReadDate(Field field, ReadOnlySpan<byte> value, ValueSlab slab)
    {
        var day = value.Length == 11 && value[10] == (byte)'Z' ? value[..10] : value;
        if (!DateOnly.TryParseExact(Encoding.UTF8.GetString(day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) || date.Year is < 1700 or > 4000)
        {
            return WrongType(field, value);
        }
        slab.Add(day);
        return null;
    }

    private static RowError? ReadStamp(Field field, ReadOnlySpan<byte> value, ValueSlab slab)
    {
        if (!Stamp.TryParse(value, out var seconds))
        {
            return WrongType(field, value);
        }
        Stamp.Write(seconds, slab.Reserve(Stamp.TextLength));
        return null;
    }

    private static RowError? ReadId(Field field, ReadOnlySpan<byte> value, ValueSlab slab)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        if (!SfId.TryNormalize(value, id))
        {
            return new RowError("MALFORMED_ID", $"{field.Label}: id value of incorrect type: {Encoding.UTF8.GetString(value)}", field.Name);
        }
        slab.Add(id);
        return null;
    }

    private static RowError WrongType(Field field, ReadOnlySpan<byte> value) =>
        new("INVALID_TYPE_ON_FIELD_IN_RECORD", $"{field.Label}: value not of required type: {Encoding.UTF8.GetString(value)}", field.Name);
}
