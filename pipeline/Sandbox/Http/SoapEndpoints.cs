using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ContactSync.Sandbox.Http;

/// <summary>The calls of the SOAP API that no other API has: login (up to version 64.0), undelete, merge and convertLead. Every failure is a fault.</summary>
internal static class SoapEndpoints
{
    private const int OldestServed = 31;
    private const int NewestLogin = 64;
    private const int LargestBody = 50 << 20;

    public static async Task HandleAsync(Exchange exchange, string version)
    {
        try
        {
            if (exchange.Request.Method != "POST")
            {
                throw new SalesforceFault(500, "CLIENT_NOT_ACCESSIBLE_FOR_USER", "The SOAP API takes POST alone.");
            }
            await CallAsync(exchange, Version(version));
        }
        catch (SalesforceFault fault)
        {
            await SoapReply.FaultAsync(exchange, fault.Error);
        }
    }

    private static async Task CallAsync(Exchange exchange, int version)
    {
        var envelope = Parse(await exchange.ReadAllAsync(LargestBody));
        var body = envelope.Elements().FirstOrDefault(e => e.Name.LocalName == "Body")?.Elements().FirstOrDefault()
            ?? throw Unknown("nothing");
        if (body.Name.LocalName == "login" && version <= NewestLogin)
        {
            await SoapLogin.RunAsync(exchange, body, version);
            return;
        }
        if (body.Name.LocalName is not ("undelete" or "merge" or "convertLead"))
        {
            throw Unknown(body.Name.LocalName);
        }
        var session = envelope.Descendants().FirstOrDefault(e => e.Name.LocalName == "sessionId" && e.Parent?.Name.LocalName == "SessionHeader")?.Value ?? "";
        exchange.Caller = exchange.Box.Tokens.Verify(session.Trim()) ?? throw new SalesforceFault(500, "INVALID_SESSION_ID", "INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session");
        exchange.Log.User = exchange.Caller.Username;
        exchange.Box.Limits.Enter(exchange.Log.Seq);
        exchange.Box.Limits.Count();
        await (body.Name.LocalName switch
        {
            "undelete" => SoapRecords.UndeleteAsync(exchange, body),
            "merge" => SoapRecords.MergeAsync(exchange, body),
            _ => SoapRecords.ConvertLeadAsync(exchange, body),
        });
    }

    private static int Version(string text) =>
        !text.EndsWith(".0", StringComparison.Ordinal) || !int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < OldestServed || number > RestRoutes.Newest
            ? throw new SalesforceFault(500, "UNSUPPORTED_API_VERSION", "UNSUPPORTED_API_VERSION: Invalid Api version specified on URL")
            : number;

    private static XElement Parse(byte[] bytes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            return root.Name.LocalName == "Envelope" ? root : throw new XmlException("The document is no envelope.");
        }
        catch (XmlException e)
        {
            throw new SalesforceFault(500, "soapenv:Client", "Error reading the envelope: " + e.Message);
        }
    }

    private static SalesforceFault Unknown(string name) =>
        new(500, "soapenv:Client", $"No operation available for request {{urn:partner.soap.sforce.com}}{name}, please check the WSDL for the service.");
}
