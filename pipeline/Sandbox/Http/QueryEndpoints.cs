using System.Globalization;
using System.Text.Json;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>SOQL over REST: query, queryAll, the next page, and the column description the sf CLI asks for.</summary>
internal static class QueryEndpoints
{
    private const int MaxPage = 2000;
    private const int MinPage = 200;

    public static Task HandleAsync(Exchange exchange, bool all)
    {
        if (exchange.Path.Length == 5)
        {
            var (cursor, start) = exchange.Box.Cursors.Find(exchange.Path[4], exchange.Caller.Number);
            return PageAsync(exchange, new SoqlPlan(Scope(exchange, cursor.All), cursor.Query), cursor.Rows, start, cursor.PageRows, () => cursor);
        }
        var text = exchange.QueryValue("q") ?? throw new SalesforceFault(400, "MALFORMED_QUERY", "A query string has to be specified");
        var query = SoqlParser.Parse(text);
        if (PseudoObjects.FindAsync(exchange, query) is { } reply)
        {
            return reply;
        }
        var plan = new SoqlPlan(Scope(exchange, all), query);
        if (exchange.QueryValue("columns") == "true")
        {
            return QueryColumns.WriteAsync(exchange, plan);
        }
        if (query.Aggregates)
        {
            return query.CountOnly ? TotalsJson.CountAsync(exchange, plan) : TotalsJson.WriteAsync(exchange, plan);
        }
        var rows = plan.Run().ToArray();
        var page = PageRows(exchange);
        return PageAsync(exchange, plan, rows, 0, page, () => exchange.Box.Cursors.Add(exchange.Caller.Number, query, all, rows, page));
    }

    private static QueryScope Scope(Exchange exchange, bool all) => new(exchange.Box.Store, all, exchange.Box.Now) { UserId = exchange.Caller.Id };

    private static Task PageAsync(Exchange exchange, SoqlPlan plan, int[] rows, int start, int pageRows, Func<Cursor> cursor)
    {
        var end = Math.Min(rows.Length, start + pageRows);
        var next = end < rows.Length ? $"{exchange.Root}/query/{cursor().Id}-{end.ToString(CultureInfo.InvariantCulture)}" : null;
        var view = new RecordView(exchange.Box.Store, plan.Type);
        var table = exchange.Box.Store.Table(plan.Type);
        var children = Array.ConvertAll(plan.Children, c => c.Of(rows[start..end]));
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("totalSize", rows.Length);
            json.WriteBoolean("done", next is null);
            if (next is not null)
            {
                json.WriteString("nextRecordsUrl", next);
            }
            json.WriteStartArray("records");
            for (var i = start; i < end; i++)
            {
                if (table[rows[i]] is { IsEmpty: false } blob)
                {
                    view.Load(rows[i], blob);
                    var number = rows[i];
                    RecordJson.Write(json, exchange.Root, view, plan.Columns, () =>
                    {
                        TypeOfs(json, exchange, plan, view);
                        Children(json, exchange, plan, children, number, pageRows);
                    });
                }
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void TypeOfs(Utf8JsonWriter json, Exchange exchange, SoqlPlan plan, RecordView view)
    {
        foreach (var typeOf in plan.TypeOfs)
        {
            RecordJson.TypeOf(json, exchange.Root, view, typeOf);
        }
    }

    /// <summary>The children of a record, as the result of a query of their own, of which the first page; null where there are none.</summary>
    private static void Children(Utf8JsonWriter json, Exchange exchange, SoqlPlan plan, Dictionary<int, List<int>>[] found, int parent, int pageRows)
    {
        for (var i = 0; i < found.Length; i++)
        {
            var child = plan.Children[i];
            json.WritePropertyName(child.Name);
            if (!found[i].TryGetValue(parent, out var rows))
            {
                json.WriteNullValue();
                continue;
            }
            var (view, table) = (new RecordView(exchange.Box.Store, child.Plan.Type), exchange.Box.Store.Table(child.Plan.Type));
            json.WriteStartObject();
            json.WriteNumber("totalSize", rows.Count);
            json.WriteBoolean("done", rows.Count <= pageRows);
            if (rows.Count > pageRows)
            {
                var cursor = exchange.Box.Cursors.Add(exchange.Caller.Number, child.Plan.Query, plan.SeesAll, [.. rows], pageRows, ofChildren: true);
                json.WriteString("nextRecordsUrl", $"{exchange.Root}/query/{cursor.Id}-{pageRows.ToString(CultureInfo.InvariantCulture)}");
            }
            json.WriteStartArray("records");
            foreach (var row in rows.Take(pageRows))
            {
                if (table[row] is { IsEmpty: false } blob)
                {
                    view.Load(row, blob);
                    RecordJson.Write(json, exchange.Root, view, child.Plan.Columns, () => TypeOfs(json, exchange, child.Plan, view));
                }
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static int PageRows(Exchange exchange)
    {
        var options = exchange.Request.Headers["Sforce-Query-Options"].ToString();
        var at = options.IndexOf("batchSize=", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && int.TryParse(options[(at + 10)..].Split(',', ';', ' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? Math.Clamp(size, MinPage, MaxPage)
            : MaxPage;
    }
}
