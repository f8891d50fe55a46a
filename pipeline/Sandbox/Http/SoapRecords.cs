using System.Text;
using System.Xml.Linq;
using ContactSync.Sandbox.Schema;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Values;
using ContactSync.Sandbox.Writing;
using ContactSync.Sandbox.Writing.Objects;

namespace ContactSync.Sandbox.Http;

/// <summary>undelete, merge and convertLead: up to 200 of them a call, each for itself all or nothing.</summary>
internal static class SoapRecords
{
    private const int Most = 200;

    private static readonly string[] Mergeable = ["Account", "Contact", "Lead"];

    public static Task UndeleteAsync(Exchange exchange, XElement call) => EachAsync(exchange, call, "ids", (item, transaction, _) =>
    {
        var (type, number) = Find(exchange, item.Value);
        var outcome = type is null ? MalformedId(item.Value) : new Undeletion(exchange.Box.Store, transaction, exchange.Caller, exchange.Box.Now).Run(type, number);
        return (outcome.Error, [SoapReply.Value("id", type is null || outcome.Error is not null ? null : RecordEndpoints.IdOf(exchange, type, number))]);
    });

    public static Task MergeAsync(Exchange exchange, XElement call) => EachAsync(exchange, call, "request", (item, transaction, writer) =>
    {
        var master = Child(item, "masterRecord") ?? throw Missing("masterRecord");
        var name = Child(master, "type")?.Value ?? "";
        var type = exchange.Box.Store.Schema.Find(name) is { } known && Mergeable.Contains(known.Name) ? known : throw new SalesforceFault(500, "INVALID_TYPE", "Records of this type cannot be merged: " + name);
        var merging = new Merging(exchange.Box.Store, transaction, exchange.Caller, exchange.Box.Now);
        var losers = item.Elements().Where(e => e.Name.LocalName == "recordToMergeIds").Select(e => e.Value.Trim()).ToList();
        var values = master.Elements().Where(e => e.Name.LocalName is not ("type" or "Id" or "fieldsToNull")).Select(e => KeyValuePair.Create(e.Name.LocalName, e.Value))
            .Concat(master.Elements().Where(e => e.Name.LocalName == "fieldsToNull").Select(e => KeyValuePair.Create(e.Value, ""))).ToList();
        var outcome = merging.Run(writer, type, merging.Number(type, Child(master, "Id")?.Value ?? ""), RowDraftOf.Texts(type, values), losers.ConvertAll(l => merging.Number(type, l)));
        return (outcome.Error, outcome.Error is not null ? [SoapReply.Value("id", null)]
            : [SoapReply.Value("id", RecordEndpoints.IdOf(exchange, type, outcome.Number)), .. losers.Select(l => SoapReply.Value("mergedRecordIds", RecordEndpoints.IdOf(exchange, type, merging.Number(type, l)))),
                .. merging.Related.Select(r => SoapReply.Value("updatedRelatedIds", r))]);
    });

    public static Task ConvertLeadAsync(Exchange exchange, XElement call) => EachAsync(exchange, call, "leadConverts", (item, transaction, writer) =>
    {
        string Text(string name) => Child(item, name)?.Value.Trim() ?? "";
        var wish = new LeadConvert(Id(Text("leadId")), Text("convertedStatus"), Id(Text("accountId")), Id(Text("contactId")), Id(Text("opportunityId")), Text("opportunityName"), Id(Text("ownerId")),
            Text("doNotCreateOpportunity") is "true" or "1", Text("overwriteLeadSource") is "true" or "1");
        var conversion = new LeadConversion(exchange.Box.Store, transaction, writer, exchange.Caller, exchange.Box.Now);
        var error = conversion.Run(wish);
        string? Made(string id) => error is null && id.Length > 0 ? id : null;
        return (error, [SoapReply.Value("accountId", Made(conversion.AccountId)), SoapReply.Value("contactId", Made(conversion.ContactId)), SoapReply.Value("leadId", wish.LeadId),
            SoapReply.Value("opportunityId", Made(conversion.OpportunityId))]);
    });

    private static async Task EachAsync(Exchange exchange, XElement call, string name, Func<XElement, Transaction, RecordWriter, (RowError? Error, IEnumerable<XElement> Values)> run)
    {
        var items = call.Elements().Where(e => e.Name.LocalName == name).ToList();
        if (items.Count > Most)
        {
            throw new SalesforceFault(500, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {Most} records into this call");
        }
        var results = new List<XElement>();
        var store = exchange.Box.Store;
        Task durable;
        lock (store.Gate)
        {
            var transaction = new Transaction(store, canRollBack: true);
            var writer = new RecordWriter(store);
            foreach (var item in items)
            {
                var mark = transaction.Mark();
                var (error, values) = One(exchange, item, transaction, writer, run);
                if (error is not null)
                {
                    transaction.RollBackTo(mark);
                }
                results.Add(new XElement(SoapReply.Partner + "result", values, error is null ? null : SoapReply.Errors(error), SoapReply.Value("success", error is null)));
            }
            durable = transaction.CommitAsync();
        }
        await durable;
        await SoapReply.SendAsync(exchange, call.Name.LocalName, results);
    }

    private static (RowError? Error, IEnumerable<XElement> Values) One(Exchange exchange, XElement item, Transaction transaction, RecordWriter writer, Func<XElement, Transaction, RecordWriter, (RowError? Error, IEnumerable<XElement> Values)> run)
    {
        if (exchange.Caller.ReadOnly)
        {
            return (RecordWriter.NoAccess, []);
        }
        try
        {
            return run(item, transaction, writer);
        }
        catch (SalesforceFault fault)
        {
            return (fault.Error, []);
        }
    }

    private static (ObjectType? Type, int Number) Find(Exchange exchange, string text)
    {
        var lookup = new RecordLookup(exchange.Box.Store);
        Span<byte> id = stackalloc byte[SfId.Length];
        return SfId.TryNormalize(Encoding.UTF8.GetBytes(text.Trim()), id) && lookup.ObjectOf(id) is { } type ? (type, lookup.ById(type, id)) : (null, 0);
    }

    /// <summary>An id in its 18-character form; what is none stays as it is and names nothing.</summary>
    private static string Id(string text)
    {
        Span<byte> id = stackalloc byte[SfId.Length];
        return SfId.TryNormalize(Encoding.UTF8.GetBytes(text), id) ? Encoding.ASCII.GetString(id) : text.Length == 0 ? "" : "000000000000000AAA";
    }

    private static XElement? Child(XElement item, string name) => item.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static WriteOutcome MalformedId(string text) => new RowError("MALFORMED_ID", "malformed id " + text);

    private static SalesforceFault Missing(string name) => new(500, "MISSING_ARGUMENT", name + " is required");
}
