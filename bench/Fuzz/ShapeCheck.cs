using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ContactSync.Bench.Fuzz;

/// <summary>Whether a reply is one the API gives: its statuses, errors as an array, an object, or a fault, and results in the form their type names.</summary>
public static partial class ShapeCheck
{
    private static readonly int[] Statuses = [200, 201, 204, 300, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 500];

    /// <summary>What is wrong with the reply; null when nothing is.</summary>
    public static string? Fault(FuzzRequest request, int status, string? type, string body)
    {
        var soap = IsSoap(request.Path);
        if (!Statuses.Contains(status) || (status == 500 && !soap))
        {
            return "a status the API does not give here";
        }
        if (request.Method == "HEAD" || status is 204 or 304)
        {
            return body.Length == 0 ? null : "a body where there is none";
        }
        if (body.Length == 0)
        {
            return status is 200 or 201 ? null : "an error without a body";
        }
        return type switch
        {
            "text/xml" => Soap(body, status),
            "text/csv" => status == 200 ? null : "an error as CSV",
            "application/json" => Json(request, status, body),
            _ => "a body of no known type: " + type,
        };
    }

    /// <summary>As the server reads the path: without case, and without doubled slashes.</summary>
    public static bool IsSoap(string path) => path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries) is [var services, var soap, ..]
        && services.Equals("services", StringComparison.OrdinalIgnoreCase) && soap.Equals("soap", StringComparison.OrdinalIgnoreCase);

    private static string? Soap(string body, int status)
    {
        try
        {
            var root = XElement.Parse(body);
            var content = root.Elements().FirstOrDefault(e => e.Name.LocalName == "Body")?.Elements().SingleOrDefault();
            return content is null ? "an envelope without a body" : (status == 500) == (content.Name.LocalName == "Fault") ? null : "a fault with a wrong status";
        }
        catch (XmlException e)
        {
            return "no XML: " + e.Message;
        }
    }

    private static string? Json(FuzzRequest request, int status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return status < 400 ? root.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : "no object and no array"
                : root.ValueKind == JsonValueKind.Array ? Errors(root)
                : root.TryGetProperty("error", out _) && root.TryGetProperty("error_description", out _) ? null
                : root.TryGetProperty("hasErrors", out var failed) && failed.ValueKind == JsonValueKind.True && root.TryGetProperty("results", out _) ? null
                : "an error of no known form";
        }
        catch (JsonException e)
        {
            return "no JSON: " + e.Message;
        }
    }

    private static string? Errors(JsonElement errors)
    {
        if (errors.GetArrayLength() != 1)
        {
            return "not one error";
        }
        return errors[0].ValueKind == JsonValueKind.Object && errors[0].TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
            && errors[0].TryGetProperty("errorCode", out var code) && Code().IsMatch(code.ToString()) && code.ToString() != "UNKNOWN_EXCEPTION"
            ? null
            : "an error without message or code, or one nobody expected";
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]+$")]
    private static partial Regex Code();
}
