using System.Text.Json;

namespace ContactSync.Sandbox.Http;

/// <summary>Who the caller is: userinfo and the identity URL.</summary>
internal static class IdentityEndpoints
{
    public static Task UserInfoAsync(Exchange exchange) => exchange.JsonAsync(200, json =>
    {
        var (box, user) = (exchange.Box, exchange.Caller);
        json.WriteStartObject();
        json.WriteString("sub", $"{box.BaseUrl}/id/{box.OrgId}/{user.Id}");
        Common(json, exchange);
        json.WriteString("preferred_username", user.Username);
        json.WriteString("name", user.Role);
        json.WriteString("email", user.Username);
        json.WriteBoolean("email_verified", true);
        json.WriteString("zoneinfo", "UTC");
        json.WriteBoolean("active", true);
        Urls(json, exchange);
        json.WriteEndObject();
    });

    public static Task IdentityAsync(Exchange exchange)
    {
        var (box, user) = (exchange.Box, exchange.Caller);
        if (exchange.Path[1][..Math.Min(15, exchange.Path[1].Length)] != box.OrgId[..15] || exchange.Path[2][..Math.Min(15, exchange.Path[2].Length)] != user.Id[..15])
        {
            throw new SalesforceFault(403, "FORBIDDEN", "Wrong_Org");
        }
        return exchange.JsonAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", $"{box.BaseUrl}/id/{box.OrgId}/{user.Id}");
            json.WriteBoolean("asserted_user", true);
            Common(json, exchange);
            json.WriteString("username", user.Username);
            json.WriteString("display_name", user.Role);
            json.WriteString("email", user.Username);
            Urls(json, exchange);
            json.WriteBoolean("active", true);
            json.WriteString("user_type", "STANDARD");
            json.WriteString("language", "en_US");
            json.WriteString("locale", "en_US");
            json.WriteNumber("utcOffset", 0);
            json.WriteEndObject();
        });
    }

    private static void Common(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteString("user_id", exchange.Caller.Id);
        json.WriteString("organization_id", exchange.Box.OrgId);
    }

    private static void Urls(Utf8JsonWriter json, Exchange exchange)
    {
        var root = exchange.Box.BaseUrl + "/services/data/v{version}/";
        json.WriteStartObject("urls");
        json.WriteString("rest", root);
        json.WriteString("sobjects", root + "sobjects/");
        json.WriteString("query", root + "query/");
        json.WriteString("custom_domain", exchange.Box.BaseUrl);
        json.WriteString("profile", $"{exchange.Box.BaseUrl}/{exchange.Caller.Id}");
        json.WriteEndObject();
    }
}
