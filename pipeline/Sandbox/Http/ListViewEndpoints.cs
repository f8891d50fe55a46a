using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>List views: which there are, what they ask, and their rows, 25 unless told otherwise. A view not shared with the caller is not there.</summary>
internal static class ListViewEndpoints
{
    private const int DefaultRows = 25;
    private const int MaxRows = 2000;

    public static Task HandleAsync(Exchange exchange)
    {
        var type = exchange.Box.Store.Schema.Find(exchange.Path[4]) ?? throw SalesforceFault.NotFound();
        return exchange.Route[6..] switch
        {
            [] => ListAsync(exchange, type),
            [_] => exchange.JsonAsync(200, json => ListViewJson.Summary(json, exchange, Find(exchange, type))),
            [_, "describe"] => exchange.JsonAsync(200, Describe(exchange, Find(exchange, type))),
            [_, "results"] => ResultsAsync(exchange, Find(exchange, type)),
            _ => throw SalesforceFault.NotFound(),
        };
    }

    /// <summary>The id of a view: its place in the schema file.</summary>
    public static string IdOf(Exchange exchange, ListView view)
    {
        var views = exchange.Box.Store.Schema.ListViews;
        return SfId.Format("00B", exchange.Box.Store.Catalog.Pod, Enumerable.Range(0, views.Count).First(i => ReferenceEquals(views[i], view)) + 1);
    }

    private static IEnumerable<ListView> Seen(Exchange exchange, ObjectType type) =>
        exchange.Box.Store.Schema.ListViews.Where(v => v.Object.Equals(type.Name, StringComparison.OrdinalIgnoreCase) && StoredQueries.Sees(exchange.Caller, v.SharedWith));

    /// <summary>By id, or by developer name as clients may.</summary>
    private static ListView Find(Exchange exchange, ObjectType type)
    {
        var text = exchange.Path[6];
        Span<byte> id = stackalloc byte[SfId.Length];
        var normal = SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? Encoding.ASCII.GetString(id) : "";
        return Seen(exchange, type).FirstOrDefault(v => IdOf(exchange, v) == normal || v.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw SalesforceFault.NotFound();
    }

    private static Task ListAsync(Exchange exchange, ObjectType type)
    {
        var views = Seen(exchange, type).ToList();
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("done", true);
            json.WriteStartArray("listviews");
            views.ForEach(v => ListViewJson.Summary(json, exchange, v));
            json.WriteEndArray();
            json.WriteNull("nextRecordsUrl");
            json.WriteNumber("size", views.Count);
            json.WriteString("sobjectType", type.Name);
            json.WriteEndObject();
        });
    }

    private static Action<Utf8JsonWriter> Describe(Exchange exchange, ListView view)
    {
        var plan = Plan(exchange, view);
        return json =>
        {
            json.WriteStartObject();
            ListViewJson.Columns(json, view, plan);
            json.WriteString("id", IdOf(exchange, view));
            ListViewJson.OrderBy(json, plan);
            json.WriteString("query", plan.Query.Text);
            json.WriteString("scope", view.Scope);
            json.WriteString("sobjectType", plan.Type.Name);
            ListViewJson.Where(json, view.Where is null ? null : SoqlParser.Parse($"SELECT Id FROM {plan.Type.Name} WHERE {view.Where}").Where);
            json.WriteEndObject();
        };
    }

    private static Task ResultsAsync(Exchange exchange, ListView view)
    {
        var limit = Number(exchange, "limit", DefaultRows, 1, MaxRows);
        var offset = Number(exchange, "offset", 0, 0, exchange.Box.Options.MaxListViewOffset);
        var plan = Plan(exchange, view);
        var found = plan.Run().Skip(offset).Take(limit + 1).ToArray();
        var (table, record) = (exchange.Box.Store.Table(plan.Type), new RecordView(exchange.Box.Store, plan.Type));
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            ListViewJson.Columns(json, view, plan);
            json.WriteString("developerName", view.Name);
            json.WriteBoolean("done", found.Length <= limit);
            json.WriteString("id", IdOf(exchange, view));
            json.WriteString("label", view.Label);
            json.WriteStartArray("records");
            var size = 0;
            foreach (var number in found.Take(limit))
            {
                if (table[number] is { IsEmpty: false } blob)
                {
                    record.Load(number, blob);
                    ListViewJson.Row(json, plan, record);
                    size++;
                }
            }
            json.WriteEndArray();
            json.WriteNumber("size", size);
            json.WriteEndObject();
        });
    }

    private static SoqlPlan Plan(Exchange exchange, ListView view) =>
        new(new QueryScope(exchange.Box.Store, All: false, exchange.Box.Now), SoqlParser.Parse(view.Soql(exchange.Caller.Id)));

    private static int Number(Exchange exchange, string name, int otherwise, int least, int most) =>
        exchange.QueryValue(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw new SalesforceFault(400, "NUMBER_OUTSIDE_VALID_RANGE", $"{name} must be a number from {least} to {most}");
}
