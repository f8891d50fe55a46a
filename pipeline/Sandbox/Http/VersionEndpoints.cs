namespace ContactSync.Sandbox.Http;

/// <summary>The list of API versions (no session needed) and the resources of one version.</summary>
internal static class VersionEndpoints
{
    private const int Oldest = 31;

    private static readonly string[] Resources = ["sobjects", "query", "queryAll", "jobs", "composite", "limits", "analytics"];

    public static Task ListAsync(Exchange exchange) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartArray();
        for (var version = Oldest; version <= RestRoutes.Newest; version++)
        {
            json.WriteStartObject();
            json.WriteString("label", Label(version));
            json.WriteString("url", $"/services/data/v{version}.0");
            json.WriteString("version", $"{version}.0");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    public static Task RootAsync(Exchange exchange) => exchange.JsonAsync(200, json =>
    {
        json.WriteStartObject();
        foreach (var name in Resources)
        {
            json.WriteString(name, $"{exchange.Root}/{name}");
        }
        json.WriteString("identity", $"{exchange.Box.BaseUrl}/id/{exchange.Box.OrgId}/{exchange.Caller.Id}");
        json.WriteEndObject();
    });

    /// <summary>Three releases a year; version 66 is Spring '26.</summary>
    private static string Label(int version)
    {
        var back = RestRoutes.Newest - version;
        var (season, year) = (back % 3) switch
        {
            0 => ("Spring", 26 - (back / 3)),
            1 => ("Winter", 26 - (back / 3)),
            _ => ("Summer", 25 - (back / 3)),
        };
        return $"{season} '{year}";
    }
}
