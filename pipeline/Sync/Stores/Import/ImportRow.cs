using System.Text;
using System.Text.Unicode;

namespace ContactSync.Stores.Import;

/// <summary>Checks one record of the file and stages it; what is wrong with the record itself is found here, what it breaks in the store by the rules.</summary>
internal sealed class ImportRow(ImportColumn[] columns, int columnCount, DateTimeOffset now)
{
    private string? _contactId;

    /// <summary>Rows staged so far whose own stamp is blank, unreadable or in the future, so that they carry the time of the import.</summary>
    public long Unstamped { get; private set; }

    /// <summary>Stages the reader's record; returns why not when it is refused.</summary>
    public ImportRefusal? Stage(CsvRecordReader record, IncomingRows rows)
    {
        if (Check(record) is { } refusal)
        {
            return new ImportRefusal(record.Line, refusal.Code, refusal.Message);
        }
        rows.Begin(record.Line, WriteRules.Either);
        foreach (var (column, field) in columns)
        {
            var value = record.Field(column);
            switch (field)
            {
                case ImportColumn.KeyField when Trimmed(value) is { IsEmpty: false } key:
                    rows.SetKey(key);
                    break;
                case ImportColumn.ContactField when _contactId is { } link:
                    rows.SetLink(link);
                    break;
                case ImportColumn.ModifiedField when ImportStamp.TryRead(value, out var at) && at <= now:
                    rows.SetEdited(at);
                    break;
                case ImportColumn.ModifiedField:
                    Unstamped++;
                    break;
                case ImportColumn.KeyField or ImportColumn.ContactField:
                    // a blank one says nothing: the row is found by its address, the link stays
                    break;
                default:
                    rows.SetField(field, value);
                    break;
            }
        }
        rows.End();
        return null;
    }

    private (string Code, string Message)? Check(CsvRecordReader record)
    {
        if (record.Fault is { } fault)
        {
            return ("malformed_csv", fault);
        }
        if (record.FieldCount != columnCount)
        {
            return ("column_count", $"the row has {record.FieldCount} columns, the header has {columnCount}");
        }
        if (!Utf8.IsValid(record.Raw))
        {
            return ("invalid_utf8", "the row holds bytes that are not UTF-8");
        }
        if (record.Raw.Contains((byte)0))
        {
            return ("nul_byte", "the row holds a NUL character");
        }
        return CheckValues(record);
    }

    private (string Code, string Message)? CheckValues(CsvRecordReader record)
    {
        var blank = true;
        foreach (var (column, field) in columns)
        {
            var value = Trimmed(record.Field(column));
            blank &= value.IsEmpty || field == ImportColumn.ModifiedField;
            if (field == ImportColumn.KeyField && KeyRule.Fault(value) is { } fault)
            {
                return ("key_invalid", fault);
            }
            if (field == ImportColumn.ContactField && !TakeContactId(value))
            {
                return ("contact_invalid", RefusalText.Of("contact_invalid", null, _ => ""));
            }
        }
        return blank ? ("blank_row", "every mapped column is blank") : null;
    }

    private bool TakeContactId(ReadOnlySpan<byte> value)
    {
        _contactId = null;
        if (value.IsEmpty)
        {
            return true;
        }
        if (value.Length > 18 || !ContactId.TryComplete(Encoding.UTF8.GetString(value), out var id))
        {
            return false;
        }
        _contactId = id;
        return true;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8);
}
