using System.Globalization;
using System.Text;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Reports;

/// <summary>A cell: what a reader sees, and what a program gets.</summary>
internal readonly record struct ReportCell(string Label, string? Raw, ReportValue Kind);

/// <summary>How the value of a cell is written: as a text, a number, a flag, or an amount of money.</summary>
internal enum ReportValue
{
    Text,
    Number,
    Flag,
    Money,
}

/// <summary>
/// A column of a report. Names of records show the text and give the record's id; ids show 15 characters; dates show the reader's way;
/// the dates of creation and change have no time of day.
/// </summary>
internal sealed class ReportColumn(FieldPath path)
{
    private static readonly CultureInfo Reader = CultureInfo.GetCultureInfo("en-US");

    public FieldPath Path => path;

    /// <summary>The name of a report: LAST_NAME, CONTACT_ID, ACCOUNT.NAME; custom fields keep theirs behind the object's.</summary>
    public string Name { get; } = NameOf(path);

    public string Label => path.Field.Label;

    public string DataType => DateOnly ? "date" : path.Field.WireType;

    private bool DateOnly => path.Field.System is SystemField.CreatedDate or SystemField.LastModifiedDate or SystemField.SystemModstamp;

    private bool IsName => path.Field.Name is "Name" or "LastName" && path.Field.IsText;

    public ReportCell Cell(RecordView record)
    {
        var value = path.Get(record);
        if (value.IsEmpty)
        {
            return new ReportCell("-", null, ReportValue.Text);
        }
        var text = Encoding.UTF8.GetString(value);
        return path.Field.Type switch
        {
            FieldType.Id or FieldType.Reference => new ReportCell(text[..15], text, ReportValue.Text),
            FieldType.Date => new ReportCell(Day(text), text, ReportValue.Text),
            FieldType.DateTime when DateOnly => new ReportCell(Day(text), text[..10], ReportValue.Text),
            FieldType.DateTime => new ReportCell(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime.ToString("g", Reader), text, ReportValue.Text),
            FieldType.Boolean => new ReportCell(text, text, ReportValue.Flag),
            FieldType.Currency => new ReportCell("$" + double.Parse(text, CultureInfo.InvariantCulture).ToString("N2", Reader), text, ReportValue.Money),
            FieldType.Int or FieldType.Double or FieldType.Percent => new ReportCell(text, text, ReportValue.Number),
            _ when IsName => new ReportCell(text, Encoding.ASCII.GetString(IdOf(record)), ReportValue.Text),
            _ => new ReportCell(text, text, ReportValue.Text),
        };
    }

    private ReadOnlySpan<byte> IdOf(RecordView record) => path.Via is not null && path.Follow(record) is { } owner ? owner.Get(owner.Type.Id) : record.Get(record.Type.Id);

    private static string Day(string text) => System.DateOnly.ParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("M/d/yyyy", Reader);

    private static string NameOf(FieldPath path)
    {
        if (path.Field.Custom)
        {
            return path.Via is null ? $"{path.Owner.Name}.{path.Field.Name}" : path.Name;
        }
        var field = path.Field.System switch
        {
            SystemField.Id => path.Owner.Name.ToUpperInvariant() + "_ID",
            SystemField.LastModifiedDate => "LAST_UPDATE",
            _ => Snake(path.Field.Name),
        };
        return path.Via is null ? field : Snake(path.Name[..path.Name.LastIndexOf('.')]) + "." + field;
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            text.Append(i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]) ? "_" : "").Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
