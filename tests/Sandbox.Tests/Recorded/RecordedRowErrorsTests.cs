using System.Reflection;
using System.Text.RegularExpressions;
using ContactSync.Sandbox.Tests.Control;
using ContactSync.Sandbox.Tests.Http;

namespace ContactSync.Sandbox.Tests.Recorded;

/// <summary>Each row error of facts/bulk_row_errors.json comes about, word for word; and no file of facts is left without a test.</summary>
public sealed partial class RecordedRowErrorsTests
{
    private const string Schema = """
        {"fields":[
          {"object":"Account","name":"Ext_Id__c","type":"Text","length":20,"externalId":true,"unique":true},
          {"object":"Account","name":"Kind__c","type":"Picklist","restricted":true,"values":["A"]},
          {"object":"User","name":"Ext_Id__c","type":"Text","length":20,"externalId":true,"unique":true}],
         "validationRules":[{"object":"Account","name":"Dates","condition":"Site = 'bad'","message":"Formula \"Actual_Date\" Invalid"}],
         "matchingRules":[{"object":"Account","name":"Same_Name","items":[{"field":"Name","method":"Exact"}]}],
         "duplicateRules":[{"object":"Account","name":"Names","matchRules":[{"matchingRule":"Same_Name"}],"operationsOnInsert":["Alert"]}]}
        """;

    /// <summary>What tests each file.</summary>
    private static readonly Dictionary<string, string> Held = new()
    {
        ["bulk_header_and_job_errors.json"] = nameof(FactsTests),
        ["bulk_query_results.csv"] = nameof(FactsTests),
        ["bulk_row_errors.json"] = nameof(RecordedRowErrorsTests),
        ["bulk_success_results_number_reformat.csv"] = nameof(FactsTests),
        ["bulk_success_results_v66.csv"] = nameof(FactsTests),
        ["id_checksum.json"] = "SfIdTests",
        ["matching_vectors.json"] = "MatchingVectorsTests",
        ["oauth_errors.json"] = nameof(FactsTests),
        ["report_tabular_shape.json"] = "ReportTests",
        ["rest_errors.json"] = nameof(FactsTests),
    };

    [Fact]
    public void Every_file_of_facts_has_its_test()
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(SharedFacts.Find("facts/rest_errors.json"))!).Select(f => Path.GetFileName(f));
        Assert.Equal(Held.Keys.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Empty(Held.Values.Except(Assembly.GetExecutingAssembly().GetTypes().Select(t => t.Name)));
    }

    [Fact]
    public async Task Every_recorded_row_error_comes_about_word_for_word()
    {
        var recorded = SharedFacts.Read("facts/bulk_row_errors.json").GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("sf__Error").GetString()!).ToHashSet();
        await using var org = await SchemaOrg.StartAsync(Schema);
        await org.SeedAsync("Account", "Name,Ext_Id__c\nFirst,taken\n");
        var accounts = await TestJob.RunAsync(org, "insert", "Name,Ext_Id__c,Kind__c,Site,Owner.Ext_Id__c\n,,,,\nA,taken,,,\nB,,X,,\nC,,,bad,\nD,,,,1580\nFirst,,,,\n", @object: "Account");
        var contacts = await TestJob.RunAsync(org, "insert", "LastName,FirstName\n,x\n");
        var update = await TestJob.RunAsync(org, "update", "Id,Title\n003000000000000AAA,x\n");
        await OrgControl.FaultAsync(org, new { match = new { jobOp = "delete" }, @do = "rowError" });
        var locked = await TestJob.RunAsync(org, "delete", "Id\n003000000000000AAA\n");

        var given = await accounts.FailedAsync() + await contacts.FailedAsync() + await update.FailedAsync() + await locked.FailedAsync();
        var errors = Error().Matches(given).Select(m => m.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal)).Select(Recorded).ToHashSet();

        // The rows two jobs fight for are those of RowLockTests.
        Assert.Equal(recorded.Where(r => !RowLock().IsMatch(r)).Order(StringComparer.Ordinal), errors.Order(StringComparer.Ordinal));
        Assert.Single(recorded, r => RowLock().IsMatch(r));
    }

    /// <summary>The error of a row that another job kept locked.</summary>
    [GeneratedRegex(@"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record or \d+ records: \w+(,\w+)*:--")]
    public static partial Regex RowLock();

    /// <summary>With the names and ids the recording has in their place.</summary>
    private static string Recorded(string error) => Id().Replace(error, "0015500001QdQWa").Replace("Kind__c", "Industry", StringComparison.Ordinal);

    [GeneratedRegex("^\"[^\"]*\",\"(?!sf__Error)((?:[^\"]|\"\")*)\"", RegexOptions.Multiline)]
    private static partial Regex Error();

    [GeneratedRegex(@"(?<=with id: )001\w{12}")]
    private static partial Regex Id();
}
