using System.Text.Json;
using ContactSync.Salesforce.Tests.Org;

namespace ContactSync.Salesforce.Tests;

public sealed class RowErrorTests
{
    [Theory]
    [InlineData("REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --", "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", "Name")]
    [InlineData("A_B:m:First, Second__c --", "A_B", "m", "First,Second__c")]
    [InlineData("UNABLE_TO_LOCK_ROW:records: 001x,001y:--", "UNABLE_TO_LOCK_ROW", "records: 001x,001y", "")]
    [InlineData("X:a\n\"b\", c:--\n", "X", "a\n\"b\", c", "")]
    [InlineData("X:no tail at all", "X", "no tail at all", "")]
    [InlineData("X:ends so: not a field! --", "X", "ends so: not a field! --", "")]
    [InlineData("something: else", "UNKNOWN_ERROR", "something: else", "")]
    [InlineData("", "UNKNOWN_ERROR", "", "")]
    [InlineData(":--", "UNKNOWN_ERROR", ":--", "")]
    public void A_row_error_is_split_into_code_message_and_fields(string text, string code, string message, string fields)
    {
        var error = RowError.Parse(text);

        Assert.Equal((code, message, fields), (error.Code, error.Message, string.Join(',', error.Fields)));
    }

    [Fact]
    public void Row_errors_on_record_are_split_as_their_collectors_read_them()
    {
        var file = Facts.Find("bulk_row_errors.json");
        Assert.SkipWhen(file is null, "The collection of recorded row errors is not beside the project.");

        var rows = JsonDocument.Parse(File.ReadAllText(file!)).RootElement.GetProperty("rows");

        Assert.NotEqual(0, rows.GetArrayLength());
        Assert.All(rows.EnumerateArray(), row =>
        {
            var error = RowError.Parse(System.Text.Encoding.UTF8.GetBytes(row.GetProperty("sf__Error").GetString()!));
            Assert.Equal((row.GetProperty("code").GetString(), row.GetProperty("message").GetString()), (error.Code, error.Message));
            Assert.Equal(row.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!), error.Fields);
        });
    }
}
