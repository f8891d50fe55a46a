using ContactSync.Sandbox.Schema;

namespace ContactSync.Sandbox.Http;

/// <summary>An external id that several records hold: the reply is 300 and the URLs of all of them.</summary>
internal sealed class SeveralMatches(Field key, string value) : Exception($"{key.Name} {value} matches several records")
{
    public Task ReplyAsync(Exchange exchange)
    {
        var type = exchange.Box.Store.Schema.Find(exchange.Path[4])!;
        var ids = new List<string>();
        lock (exchange.Box.Store.Gate)
        {
            var index = exchange.Box.Store.Table(type).IndexOf(key)!;
            var bytes = System.Text.Encoding.UTF8.GetBytes(value);
            for (var number = index.Find(bytes); number != 0; number = index.Find(bytes, number))
            {
                ids.Add(RecordEndpoints.IdOf(exchange, type, number));
            }
        }
        return exchange.JsonAsync(300, json =>
        {
            json.WriteStartArray();
            foreach (var id in ids)
            {
                json.WriteStringValue($"{exchange.Root}/sobjects/{type.Name}/{id}");
            }
            json.WriteEndArray();
        });
    }
}
