using System.Xml;
using System.Xml.Linq;

namespace ContactSync.Sandbox.Http;

/// <summary>Envelopes of replies and faults.</summary>
internal static class SoapReply
{
    public static readonly XNamespace Partner = "urn:partner.soap.sforce.com";

    private const string ContentType = "text/xml;charset=UTF-8";

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";
    private static readonly XNamespace FaultSpace = "urn:fault.partner.soap.sforce.com";

    /// <summary>An element of a result; a null value is marked as such.</summary>
    public static XElement Value(string name, object? value) => value is null ? new XElement(Partner + name, new XAttribute(Xsi + "nil", "true")) : new XElement(Partner + name, value is string text ? Clean(text) : value);

    public static XElement Errors(RowError error) => new(Partner + "errors", error.Fields.Select(f => new XElement(Partner + "fields", f)),
        new XElement(Partner + "message", Clean(error.Message)), new XElement(Partner + "statusCode", error.Code));

    public static Task SendAsync(Exchange exchange, string call, IEnumerable<XElement> results) => SendAsync(exchange, 200,
        new XElement(Soap + "Header", new XElement(Partner + "LimitInfoHeader", new XElement(Partner + "limitInfo",
            new XElement(Partner + "current", exchange.Box.Limits.Used), new XElement(Partner + "limit", exchange.Box.Limits.Maximum), new XElement(Partner + "type", "API REQUESTS")))),
        new XElement(Partner + (call + "Response"), results));

    public static Task FaultAsync(Exchange exchange, RowError error) => SendAsync(exchange, 500, null, new XElement(Soap + "Fault",
        new XElement("faultcode", error.Code),
        new XElement("faultstring", Clean(error.Message.StartsWith(error.Code, StringComparison.Ordinal) || error.Code == "soapenv:Client" ? error.Message : $"{error.Code}: {error.Message}")),
        error.Code == "soapenv:Client" ? null : new XElement("detail", new XElement(FaultSpace + (error.Code == "INVALID_LOGIN" ? "LoginFault" : "UnexpectedErrorFault"),
            new XElement(FaultSpace + "exceptionCode", error.Code), new XElement(FaultSpace + "exceptionMessage", Clean(error.Message))))));

    private static Task SendAsync(Exchange exchange, int status, XElement? header, XElement content)
    {
        var envelope = new XElement(Soap + "Envelope", new XAttribute(XNamespace.Xmlns + "soapenv", Soap), new XAttribute(XNamespace.Xmlns + "xsi", Xsi),
            new XAttribute(XNamespace.Xmlns + "sf", FaultSpace), header, new XElement(Soap + "Body", content));
        return exchange.TextAsync(status, ContentType, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + envelope.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>What a message repeats of a request may hold characters that XML cannot.</summary>
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Select(c => XmlConvert.IsXmlChar(c) ? c : '?')]);
}
