using System.Net;
using System.Security;
using System.Text;
using System.Xml.Linq;

namespace ContactSync.Sandbox.Tests;

/// <summary>SOAP calls over plain HTTP.</summary>
internal static class TestSoap
{
    /// <summary>Sends a call as a user and gives the body of the reply, with its namespaces taken off.</summary>
    public static async Task<(HttpStatusCode Status, XElement Body)> SoapAsync(this TestOrg org, string call, string version = "66.0", string? session = null)
    {
        session ??= org.User.DefaultRequestHeaders.Authorization!.Parameter;
        var envelope = $"""<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header><SessionHeader xmlns="urn:partner.soap.sforce.com"><sessionId>{SecurityElement.Escape(session)}</sessionId></SessionHeader></se:Header><se:Body>{call}</se:Body></se:Envelope>""";
        return await org.SoapTextAsync(envelope, version);
    }

    public static async Task<(HttpStatusCode Status, XElement Body)> SoapTextAsync(this TestOrg org, string text, string version = "66.0")
    {
        using var content = new StringContent(text, Encoding.UTF8, "text/xml");
        content.Headers.TryAddWithoutValidation("SOAPAction", "\"\"");
        using var reply = await org.Anonymous.PostAsync(new Uri($"/services/Soap/u/{version}", UriKind.Relative), content);
        Assert.Equal("text/xml", reply.Content.Headers.ContentType!.MediaType);
        var root = XElement.Parse(await reply.Content.ReadAsStringAsync());
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }
        Assert.Equal("Envelope", root.Name.LocalName);
        return (reply.StatusCode, root.Element("Body")!.Elements().Single());
    }

    /// <summary>The results of a call that went through.</summary>
    public static async Task<XElement[]> ResultsAsync(this TestOrg org, string call)
    {
        var (status, body) = await org.SoapAsync(call);
        Assert.True(status == HttpStatusCode.OK, body.Value);
        return [.. body.Elements("result")];
    }

    public static string Text(this XElement element, string name) => element.Element(name)?.Value ?? "";
}
