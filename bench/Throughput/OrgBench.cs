using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ContactSync.Bench.Throughput;

/// <summary>What the sandbox itself takes and gives: memory for its Contacts, rows a second of Bulk upsert and of Bulk query, loaded by a plain HttpClient.</summary>
internal static class OrgBench
{
    public static async Task RunAsync(int contacts, int upserts, int rounds, TextWriter output)
    {
        using var workspace = new Workspace();
        var started = Stopwatch.GetTimestamp();
        using var sandbox = await SandboxProcess.StartAsync(workspace.Folder, contacts);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sandbox with {contacts:N0} Contacts: up after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, CPU {sandbox.Child.CpuSeconds:0.0} s, peak RSS {sandbox.Child.PeakMegabytes:0} MB"));
        using var http = new BulkHttp(sandbox.Address, SandboxProcess.AccessToken);
        for (var round = 0; round < rounds; round++)
        {
            await TimeAsync(sandbox, "Bulk query", output, async () => (await http.QueryAsync(
                "SELECT Id, FirstName, LastName, Email, Phone, MailingStreet, MailingCity, MailingState, MailingPostalCode, MailingCountry, Birthdate, SystemModstamp FROM Contact")).Rows);
            var csv = People(upserts, round);
            await TimeAsync(sandbox, "Bulk upsert, new rows", output, async () => await UpsertAsync(http, csv));
            await TimeAsync(sandbox, "Bulk upsert, known rows", output, async () => await UpsertAsync(http, csv));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sandbox at the end: peak RSS {sandbox.Child.PeakMegabytes:0} MB"));
    }

    private static async Task<long> UpsertAsync(BulkHttp http, byte[] csv)
    {
        var job = await http.UpsertAsync(() => new MemoryStream(csv), "Sync_Key__c");
        return job.Failed == 0 ? job.Processed : throw new InvalidOperationException($"{job.Failed} rows failed");
    }

    private static async Task TimeAsync(SandboxProcess sandbox, string name, TextWriter output, Func<Task<long>> work)
    {
        var (started, cpu) = (Stopwatch.GetTimestamp(), sandbox.Child.CpuSeconds);
        var rows = await work();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(TimeSpan.FromMilliseconds(50));
        var spent = sandbox.Child.CpuSeconds - cpu;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-24} {rows,9:N0} rows {seconds,7:0.00} s {rows / seconds,10:N0} rows/s   {rows / spent,10:N0} rows a CPU second of the sandbox"));
    }

    private static byte[] People(int rows, int round)
    {
        var csv = new StringBuilder("Sync_Key__c,FirstName,LastName,Email,Phone,MailingStreet,MailingCity,MailingPostalCode,MailingCountry,Birthdate\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Append(
                CultureInfo.InvariantCulture,
                $"bench:{round}-{i},First{i % 977},Last{i % 7919},person{round}.{i}@example.org,+44 20 7946 {i % 10_000:0000},{1 + (i % 99)} High Street,Town {i % 500},AB{i % 90} {i % 9}CD,United Kingdom,{1940 + (i % 60)}-0{1 + (i % 9)}-1{i % 9}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
