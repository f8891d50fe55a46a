using System.Diagnostics;
using System.Globalization;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// What the sandbox itself takes and gives, judged against its targets: filled by Bulk upserts, updated, read by Bulk query and by
/// SOQL, then killed and started again; with <paramref name="rules"/>, under the standard duplicate rule of contacts. The load comes from a plain HttpClient.
/// </summary>
internal sealed class OrgBench(int contacts, int upserts, int rounds, bool rules, TextWriter output)
{
    private const int Lookups = 2_000;

    // Both name what they have: the schema the sandbox ships has a duplicate rule of its own.
    private const string Schema =
        """
        { "fields": [{ "object": "Contact", "name": "Sync_Key__c", "type": "Text", "length": 80, "externalId": true, "unique": true }],
          "duplicateRules": [RULES] }
        """;

    private bool _met = true;
    private long _refused;

    /// <summary>Runs all of it; returns false when a target was missed.</summary>
    public async Task<bool> RunAsync()
    {
        using var workspace = new Workspace();
        await File.WriteAllTextAsync(
            Path.Combine(workspace.Folder, "schema.json"), Schema.Replace("RULES", rules ? """{ "name": "Standard_Contact_Duplicate_Rule" }""" : "", StringComparison.Ordinal));
        using (var sandbox = await StartAsync(workspace.Folder))
        {
            using var http = new BulkHttp(sandbox.Address, SandboxProcess.AccessToken);
            await FillAsync(sandbox, http);
            await UpdateAsync(sandbox, http);
            await QueryAsync(sandbox, http);
            if (!rules)
            {
                await LookUpAsync(http);
            }

            Judge("memory after all of it, MB (VmHWM)", sandbox.Child.PeakMegabytes, most: 1_536);
        }

        await StartAgainAsync(workspace.Folder);
        return _met;
    }

    private double LeastUpserts => rules ? 30_000 : 50_000;

    private static Task<SandboxProcess> StartAsync(string folder) => SandboxProcess.StartAsync(folder, contacts: 0, Path.Combine(folder, "schema.json"));

    private async Task FillAsync(SandboxProcess sandbox, BulkHttp http)
    {
        var rates = new List<double>();
        for (var first = 0; first < contacts; first += upserts)
        {
            var csv = OrgContacts.Csv(first, Math.Min(upserts, contacts - first), version: 0, rules);
            rates.Add(await TimeAsync(sandbox, "Bulk upsert, new rows", () => UpsertAsync(http, csv)));
        }

        Judge("Bulk upsert, new rows/s, median", Median(rates), LeastUpserts);
        Judge(string.Create(CultureInfo.InvariantCulture, $"memory with {contacts:N0} Contacts, MB (VmHWM)"), sandbox.Child.PeakMegabytes, most: 1_536);
    }

    private async Task UpdateAsync(SandboxProcess sandbox, BulkHttp http)
    {
        var rates = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var csv = OrgContacts.Csv(round * upserts % contacts, Math.Min(upserts, contacts), version: round + 1, rules);
            rates.Add(await TimeAsync(sandbox, "Bulk upsert, known rows", () => UpsertAsync(http, csv)));
        }

        Judge("Bulk upsert, known rows/s, median", Median(rates), LeastUpserts);
    }

    private async Task QueryAsync(SandboxProcess sandbox, BulkHttp http)
    {
        var rates = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            rates.Add(await TimeAsync(sandbox, "Bulk query", async () => (await http.QueryAsync($"SELECT Id, {OrgContacts.Fields}, SystemModstamp FROM Contact")).Rows));
        }

        Judge("Bulk query rows/s, median", Median(rates), least: 200_000);
    }

    private async Task LookUpAsync(BulkHttp http)
    {
        // A step that shares no factor with the number of Contacts goes through all of them in no order of theirs.
        var numbers = Enumerable.Range(0, Lookups).Select(i => (int)(i * 7_368_787L % contacts)).ToList();
        var ids = new List<string>();
        foreach (var number in numbers)
        {
            ids.Add(await http.FindIdAsync($"SELECT Id FROM Contact WHERE Sync_Key__c = '{OrgContacts.Key(number)}'"));
        }

        await LookUpAsync(http, "external id", ids, numbers.ConvertAll(n => $"Sync_Key__c = '{OrgContacts.Key(n)}'"));
        await LookUpAsync(http, "e-mail", ids, numbers.ConvertAll(n => $"Email = '{OrgContacts.Email(n)}'"));
        await LookUpAsync(http, "Id", ids, ids.ConvertAll(id => $"Id = '{id}'"));
    }

    private async Task LookUpAsync(BulkHttp http, string name, List<string> ids, List<string> conditions)
    {
        var milliseconds = new List<double>();
        for (var i = 0; i < conditions.Count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var id = await http.FindIdAsync($"SELECT Id, FirstName, LastName, Email FROM Contact WHERE {conditions[i]}");
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (id != ids[i])
            {
                throw new InvalidOperationException($"{conditions[i]} found {id}, not {ids[i]}");
            }
        }

        milliseconds.Sort();
        Judge($"SOQL by {name}, ms, 99th of 100", milliseconds[(int)(milliseconds.Count * 0.99)], most: 5);
    }

    private async Task StartAgainAsync(string folder)
    {
        var seconds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var sandbox = await StartAsync(folder);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            using var http = new BulkHttp(sandbox.Address, SandboxProcess.AccessToken);
            var kept = await http.CountAsync("Contact");
            if (kept != contacts - _refused)
            {
                throw new InvalidOperationException($"{kept} Contacts after a kill, of {contacts}");
            }
        }

        Judge("start after a kill, s, median", Median(seconds), most: rules ? 10 : 2);
    }

    private async Task<long> UpsertAsync(BulkHttp http, byte[] csv)
    {
        var job = await http.UpsertAsync(() => new MemoryStream(csv), "Sync_Key__c");
        // Names that only sound alike in one street and town are duplicates too, a few in a thousand.
        _refused += job.Failed;
        return job.Failed <= (rules ? job.Processed / 100 : 0) ? job.Processed : throw new InvalidOperationException($"{job.Failed} rows failed");
    }

    private async Task<double> TimeAsync(SandboxProcess sandbox, string name, Func<Task<long>> work)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), sandbox.Child.CpuSeconds);
        var rows = await work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(TimeSpan.FromMilliseconds(50));
        var spent = sandbox.Child.CpuSeconds - cpu;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-24} {rows,9:N0} rows {seconds,7:0.00} s {rows / seconds,10:N0} rows/s   {rows / spent,10:N0} rows a CPU second of the sandbox   peak RSS {sandbox.Child.PeakMegabytes:0} MB"));
        return rows / seconds;
    }

    private void Judge(string name, double figure, double? least = null, double? most = null)
    {
        var met = figure >= (least ?? double.MinValue) && figure <= (most ?? double.MaxValue);
        _met &= met;
        var bound = least is null ? $"<={most:0}" : $">={least:0}";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {figure,12:0.00} {bound,-9} {(met ? "ok" : "MISSED")}"));
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
