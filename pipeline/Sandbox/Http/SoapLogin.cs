using System.Xml.Linq;

namespace ContactSync.Sandbox.Http;

/// <summary>Login by user name and password.</summary>
internal static class SoapLogin
{
    public static Task RunAsync(Exchange exchange, XElement login, int version)
    {
        var box = exchange.Box;
        string Field(string name) => login.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
        if (box.Options.EnforceLimits && !box.Limits.Logins.TryAdd(1, box.Options.HourlyLogins))
        {
            throw new SalesforceFault(500, "LOGIN_RATE_EXCEEDED", "Login rate exceeded");
        }
        if (OAuthEndpoints.ByPassword(box, Field("username"), Field("password")) is not { } user || !box.Users.IsActive(user))
        {
            throw new SalesforceFault(500, "INVALID_LOGIN", "Invalid username, password, security token; or user locked out.");
        }
        exchange.Log.User = user.Username;
        var url = $"{box.BaseUrl}/services/Soap/{exchange.Route[2]}/{version}.0/{box.OrgId[..15]}";
        return SoapReply.SendAsync(exchange, "login",
        [
            new XElement(SoapReply.Partner + "result",
                SoapReply.Value("metadataServerUrl", $"{box.BaseUrl}/services/Soap/m/{version}.0/{box.OrgId[..15]}"),
                SoapReply.Value("passwordExpired", false),
                SoapReply.Value("sandbox", true),
                SoapReply.Value("serverUrl", url),
                SoapReply.Value("sessionId", box.Tokens.Issue(user)),
                SoapReply.Value("userId", user.Id),
                new XElement(SoapReply.Partner + "userInfo",
                    SoapReply.Value("organizationId", box.OrgId),
                    SoapReply.Value("organizationName", "Sandbox"),
                    SoapReply.Value("sessionSecondsValid", (int)box.Options.SessionLife.TotalSeconds),
                    SoapReply.Value("userEmail", user.Username),
                    SoapReply.Value("userFullName", user.Role),
                    SoapReply.Value("userId", user.Id),
                    SoapReply.Value("userLanguage", "en_US"),
                    SoapReply.Value("userLocale", "en_US"),
                    SoapReply.Value("userName", user.Username),
                    SoapReply.Value("userTimeZone", "UTC"),
                    SoapReply.Value("userType", "Standard"))),
        ]);
    }
}
