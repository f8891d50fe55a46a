using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ContactSync.Bench.Throughput;

/// <summary>
/// The same rows with all their results against the accept-all stub, in turn: the product's load of a sealed plan, a plain HttpClient that streams the CSV the
/// product sent and throws the results away, and <c>sf data upsert bulk</c> with that CSV where it is installed. Each is a process of its own.
/// </summary>
internal static class UploadBench
{
    public static async Task RunAsync(int rows, int rounds, string? sf, TextWriter output)
    {
        await using var stub = await StubOrg.StartAsync();
        using var planned = new Workspace();
        planned.Configure(stub.Address, "256MB");
        WritePeople(Path.Combine(planned.Folder, "people.csv"), rows);
        await Child.ProductAsync(planned.Folder, "store", "import", "people.csv", "--set", "budget.memory=1GB");
        await Child.ProductAsync(planned.Folder, "plan", "--set", "budget.memory=1GB");
        var run = Path.GetFileName(Directory.GetDirectories(planned.Runs, "run=*").Single())["run=".Length..];
        using var files = new Workspace();
        var (ours, client, plain, theirs) = (new List<ChildResult>(), new List<ChildResult>(), new List<ChildResult>(), new List<ChildResult>());
        var legs = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            using var copy = planned.Copy();
            ours.Add(await Child.ProductAsync(copy.Folder, "apply", run));
            var figures = RunFigures.Read(copy, ours[^1]);
            legs.Add(figures["load_seconds"]);
            if (figures["succeeded"] < rows)
            {
                throw new InvalidOperationException($"only {figures["succeeded"]} of {rows} rows were loaded");
            }

            Keep(stub, files.Folder);
            plain.Add(await SelfAsync("plain", stub, files.Folder));
            client.Add(await SelfAsync("client", stub, files.Folder));
            if (sf is not null)
            {
                theirs.Add(await SfAsync(sf, stub, files.Folder));
            }
        }

        Say(output, "product, apply (whole process)", rows, ours);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"product, load leg alone          {legs.Order().ElementAt(rounds / 2):0.00} s"));
        Say(output, "product's client, same CSV", rows, client);
        Say(output, "plain HttpClient, same CSV", rows, plain);
        Ratio(output, "load leg / plain, wall", legs.Order().ElementAt(rounds / 2) / Inner(plain), 1.5, atLeast: false);
        Ratio(output, "client / plain, wall", Inner(client) / Inner(plain), 1.5, atLeast: false);
        Ratio(output, "client / plain, CPU", Cpu(client) / Cpu(plain), 1.5, atLeast: false);
        Ratio(output, "product's peak RSS in MB", ours.Select(o => o.PeakMegabytes).Order().ElementAt(rounds / 2), 250, atLeast: false);
        if (theirs.Count > 0)
        {
            Say(output, "sf data upsert bulk, same CSV", rows, theirs);
            Ratio(output, "sf / product's apply, wall", Wall(theirs) / Wall(ours), 5, atLeast: true);
            Ratio(output, "sf / product's load leg, wall", Wall(theirs) / legs.Order().ElementAt(rounds / 2), 5, atLeast: true);
            Ratio(output, "sf / product's client, wall", Wall(theirs) / Wall(client), 5, atLeast: true);
            Ratio(output, "sf / product's apply, CPU", Cpu(theirs) / Cpu(ours), 5, atLeast: true);
        }
        else
        {
            output.WriteLine("sf data upsert bulk: skipped; give its bin with --sf");
        }
    }

    private static double Wall(List<ChildResult> runs) => runs.Select(r => r.Seconds).Order().ElementAt(runs.Count / 2);

    private static double Cpu(List<ChildResult> runs) => runs.Select(r => r.CpuSeconds).Order().ElementAt(runs.Count / 2);

    // What the process measured itself from its first request to its last: no start of a runtime.
    private static double Inner(List<ChildResult> runs) => runs.Select(r => double.Parse(r.Out.Trim(), CultureInfo.InvariantCulture)).Order().ElementAt(runs.Count / 2);

    private static void Say(TextWriter output, string name, int rows, List<ChildResult> runs) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-32} {Wall(runs):0.00} s  {rows / Wall(runs),9:N0} rows/s  CPU {Cpu(runs):0.00} s  peak RSS {runs.Select(r => r.PeakMegabytes).Order().ElementAt(runs.Count / 2):0} MB"));

    private static void Ratio(TextWriter output, string name, double figure, double bound, bool atLeast) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-44} {figure,9:0.000} {(atLeast ? ">=" : "<=")}{bound,-8:0.###} {((atLeast ? figure >= bound : figure <= bound) ? "ok" : "MISSED")}"));

    private static void WritePeople(string path, int rows)
    {
        using var csv = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        csv.Write("first_name,last_name,email,phone,street,city,region,postal_code,country,birthdate\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"First{i % 977},Last{i % 7919},person.{i}@example.org,+44 20 7946 {i % 10_000:0000},\"{1 + (i % 99)} High Street, Flat {i % 30}\",Town {i % 500},Region {i % 40},AB{i % 90} {i % 9}CD,United Kingdom,{1940 + (i % 60)}-0{1 + (i % 9)}-1{i % 9}\n"));
        }
    }

    // The bodies as the product sent them, one file a job, and one file with all rows for the tool that takes one.
    private static void Keep(StubOrg stub, string folder)
    {
        if (!File.Exists(Path.Combine(folder, "all.csv")))
        {
            using var all = File.Create(Path.Combine(folder, "all.csv"));
            foreach (var (job, i) in stub.Jobs.Select((job, i) => (job, i)))
            {
                using var one = File.Create(Path.Combine(folder, $"job{i:D3}.csv"));
                one.Write(job.Csv.Span);
                all.Write(i == 0 ? job.Csv.Span : job.Csv.Span[(job.Csv.Span.IndexOf((byte)'\n') + 1)..]);
            }
        }

        stub.Forget();
    }

    private static async Task<ChildResult> SelfAsync(string verb, StubOrg stub, string folder)
    {
        var result = (await Child.RunAsync("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Throughput.dll"), verb, "--url", stub.Address.AbsoluteUri, "--dir", folder], folder)).Checked();
        stub.Forget();
        return result;
    }

    private static async Task<ChildResult> SfAsync(string sf, StubOrg stub, string folder)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = folder,
            ["SF_ACCESS_TOKEN"] = StubOrg.OrgId + "!stub",
            ["SF_DISABLE_TELEMETRY"] = "true",
            ["SF_AUTOUPDATE_DISABLE"] = "true",
            ["SF_USE_GENERIC_UNIX_KEYCHAIN"] = "true",
            ["PATH"] = $"{Path.GetDirectoryName(sf)}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        if (!Directory.Exists(Path.Combine(folder, ".sfdx")))
        {
            (await Child.RunAsync(sf, ["org", "login", "access-token", "--instance-url", stub.Address.GetLeftPart(UriPartial.Authority), "--no-prompt", "--alias", "stub"], folder, environment)).Checked();
        }

        var result = (await Child.RunAsync(
            sf, ["data", "upsert", "bulk", "--sobject", "Contact", "--external-id", "Sync_Key__c", "--file", "all.csv", "--line-ending", "LF", "--wait", "10", "--target-org", "stub"], folder, environment)).Checked();
        stub.Forget();
        return result;
    }
}
