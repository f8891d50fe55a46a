using System.Buffers;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Reports;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;

namespace ContactSync.Sandbox.Http;

/// <summary>Tabular and summary reports: list, describe, run at once or in the background. A report not shared with the caller is not there.</summary>
internal static class ReportEndpoints
{
    private const int MostListed = 200;
    private const int SyncAnHour = 500;
    private const int AsyncAnHour = 1200;

    public static Task HandleAsync(Exchange exchange) => (exchange.Request.Method, exchange.Route[5..]) switch
    {
        ("GET", []) => ListAsync(exchange),
        ("GET", [_, "describe"]) => DescribeAsync(exchange, Find(exchange)),
        ("GET" or "POST", [_]) => RunAsync(exchange, Find(exchange)),
        ("POST", [_, "instances"]) => StartAsync(exchange, Find(exchange)),
        ("GET", [_, "instances"]) => InstancesAsync(exchange, Find(exchange)),
        ("GET", [_, "instances", _]) => InstanceAsync(exchange, Find(exchange)),
        ("DELETE", [_, "instances", _]) => DeleteAsync(exchange, Find(exchange)),
        _ => throw SalesforceFault.NotFound(),
    };

    public static string IdOf(Exchange exchange, Report report)
    {
        var reports = exchange.Box.Store.Schema.Reports;
        return SfId.Format("00O", exchange.Box.Store.Catalog.Pod, Enumerable.Range(0, reports.Count).First(i => ReferenceEquals(reports[i], report)) + 1);
    }

    private static IEnumerable<Report> Seen(Exchange exchange) => exchange.Box.Store.Schema.Reports.Where(r => StoredQueries.Sees(exchange.Caller, r.SharedWith));

    private static Report Find(Exchange exchange)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        var normal = SfId.TryNormalize(Encoding.UTF8.GetBytes(exchange.Path[5]), id) ? Encoding.ASCII.GetString(id) : "";
        return Seen(exchange).FirstOrDefault(r => IdOf(exchange, r) == normal) ?? throw SalesforceFault.NotFound();
    }

    private static Task ListAsync(Exchange exchange) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        foreach (var report in Seen(exchange).Take(MostListed))
        {
            var url = Url(exchange, report);
            json.WriteStartObject();
            json.WriteString("describeUrl", url + "/describe");
            json.WriteString("id", IdOf(exchange, report));
            json.WriteString("instancesUrl", url + "/instances");
            json.WriteString("name", report.Label);
            json.WriteString("url", url);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static Task DescribeAsync(Exchange exchange, Report report)
    {
        var plan = new ReportPlan(Scope(exchange), report, ReportWish.None);
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            ReportJson.Metadata(json, plan, IdOf(exchange, report));
            json.WriteEndObject();
        });
    }

    private static async Task RunAsync(Exchange exchange, Report report)
    {
        var limits = exchange.Box.Limits;
        if (!limits.TryEnterReport())
        {
            throw new SalesforceFault(403, "REQUEST_LIMIT_EXCEEDED", $"You can't run more than {ApiLimits.ConcurrentReports} reports synchronously at the same time.");
        }
        try
        {
            var wish = await WishAsync(exchange);
            Take(exchange, limits.SyncReports, SyncAnHour, "synchronously");
            var run = new ReportRun(exchange.Box.Store, new ReportPlan(Scope(exchange), report, wish));
            await exchange.JsonAsync(200, json => Write(json, exchange, report, run));
        }
        finally
        {
            limits.LeaveReport();
        }
    }

    private static async Task StartAsync(Exchange exchange, Report report)
    {
        var wish = await WishAsync(exchange);
        Take(exchange, exchange.Box.Limits.AsyncReports, AsyncAnHour, "asynchronously");
        var run = new ReportRun(exchange.Box.Store, new ReportPlan(Scope(exchange), report, wish));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, exchange, report, run);
        }
        var instance = exchange.Box.Instances.Add(exchange.Box.Store.Catalog.Pod, IdOf(exchange, report), exchange.Caller.Id, exchange.Box.Clock.GetUtcNow(), Details(exchange), buffer.WrittenSpan.ToArray());
        await exchange.JsonAsync(200, json => ReportJson.Instance(json, instance, Url(exchange, report), "New"));
    }

    private static Task InstancesAsync(Exchange exchange, Report report) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        foreach (var instance in Kept(exchange, report))
        {
            ReportJson.Instance(json, instance, Url(exchange, report), "Success");
        }
        json.WriteEndArray();
    });

    private static Task InstanceAsync(Exchange exchange, Report report)
    {
        var instance = Instance(exchange, report);
        return exchange.JsonAsync(200, json =>
        {
            using var body = JsonDocument.Parse(instance.Body());
            json.WriteStartObject();
            json.WritePropertyName("attributes");
            ReportJson.Instance(json, instance, Url(exchange, report), "Success", type: true);
            foreach (var property in body.RootElement.EnumerateObject().Where(p => p.Name != "attributes"))
            {
                property.WriteTo(json);
            }
            json.WriteEndObject();
        });
    }

    private static Task DeleteAsync(Exchange exchange, Report report)
    {
        exchange.Box.Instances.Remove(Instance(exchange, report));
        return exchange.EmptyAsync(204);
    }

    private static List<ReportInstance> Kept(Exchange exchange, Report report) => exchange.Box.Instances.Of(IdOf(exchange, report), exchange.Caller.Id, exchange.Box.Clock.GetUtcNow());

    private static ReportInstance Instance(Exchange exchange, Report report) =>
        Kept(exchange, report).Find(i => i.Id.Equals(exchange.Path[7], StringComparison.OrdinalIgnoreCase)) ?? throw SalesforceFault.NotFound();

    private static void Write(Utf8JsonWriter json, Exchange exchange, Report report, ReportRun run) =>
        ReportJson.Result(json, run, IdOf(exchange, report), Url(exchange, report), Details(exchange));

    private static bool Details(Exchange exchange) => exchange.QueryValue("includeDetails")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<ReportWish> WishAsync(Exchange exchange)
    {
        if (exchange.Request.Method == "GET" || exchange.Request.ContentLength == 0)
        {
            return ReportWish.None;
        }
        using var body = await exchange.ReadJsonAsync();
        return ReportWish.Read(body.RootElement);
    }

    private static void Take(Exchange exchange, RollingCount used, int most, string how)
    {
        if (exchange.Box.Options.EnforceLimits && !used.TryAdd(1, most))
        {
            throw new SalesforceFault(403, "REQUEST_LIMIT_EXCEEDED", $"You can't run more than {most} reports {how} every 60 minutes.");
        }
    }

    private static QueryScope Scope(Exchange exchange) => new(exchange.Box.Store, All: false, exchange.Box.Now);

    private static string Url(Exchange exchange, Report report) => $"{exchange.Root}/analytics/reports/{IdOf(exchange, report)}";
}
