using System.Net;
using System.Net.Http.Headers;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class SoapEndpointsTests
{
    private const string Login = """<login xmlns="urn:partner.soap.sforce.com"><username>integration@sandbox.example</username><password>PASSWORD</password></login>""";

    [Theory]
    [InlineData("31.0", "sandbox-password")]
    [InlineData("64.0", "sandbox-passwordsandbox-security-token")]
    public async Task Login_gives_a_session_that_every_api_takes(string version, string password)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, body) = await org.SoapAsync(Login.Replace("PASSWORD", password, StringComparison.Ordinal), version);

        Assert.Equal((HttpStatusCode.OK, "loginResponse"), (status, body.Name.LocalName));
        var result = body.Element("result")!;
        Assert.StartsWith($"{org.Server.BaseAddress}services/Soap/u/{version}/", result.Text("serverUrl"), StringComparison.Ordinal);
        Assert.Equal(("false", "true", org.Server.OrgId), (result.Text("passwordExpired"), result.Text("sandbox"), result.Element("userInfo")!.Text("organizationId")));
        org.User.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", result.Text("sessionId"));
        Assert.Equal(result.Text("userId"), (await org.GetAsync("/services/oauth2/userinfo")).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task A_wrong_password_is_a_fault()
    {
        await using var org = await TestOrg.StartAsync();
        var (status, fault) = await org.SoapAsync(Login, "64.0");
        Assert.Equal((HttpStatusCode.InternalServerError, "Fault", "INVALID_LOGIN"), (status, fault.Name.LocalName, fault.Text("faultcode")));
        Assert.Equal("INVALID_LOGIN: Invalid username, password, security token; or user locked out.", fault.Text("faultstring"));
    }

    [Theory]
    [InlineData("65.0", "soapenv:Client")]
    [InlineData("66.0", "soapenv:Client")]
    [InlineData("30.0", "UNSUPPORTED_API_VERSION")]
    [InlineData("67.0", "UNSUPPORTED_API_VERSION")]
    [InlineData("x", "UNSUPPORTED_API_VERSION")]
    public async Task Login_is_gone_from_65_on_and_old_versions_are_gone_altogether(string version, string code)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, fault) = await org.SoapAsync(Login.Replace("PASSWORD", "sandbox-password", StringComparison.Ordinal), version, session: "");
        Assert.Equal((HttpStatusCode.InternalServerError, code), (status, fault.Text("faultcode")));
    }

    [Fact]
    public async Task A_user_has_so_many_logins_an_hour()
    {
        await using var org = await TestOrg.StartAsync(o => o with { HourlyLogins = 1 });
        var login = Login.Replace("PASSWORD", "sandbox-password", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await org.SoapAsync(login, "64.0")).Status);
        Assert.Equal("LOGIN_RATE_EXCEEDED", (await org.SoapAsync(login, "64.0")).Body.Text("faultcode"));
    }

    [Theory]
    [InlineData("no xml")]
    [InlineData("<a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]
    [InlineData("")]
    public async Task What_is_no_envelope_is_a_fault(string text)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, fault) = await org.SoapTextAsync(text);
        Assert.Equal((HttpStatusCode.InternalServerError, "soapenv:Client"), (status, fault.Text("faultcode")));
    }

    [Fact]
    public async Task Calls_need_a_session_and_must_be_known()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal("INVALID_SESSION_ID", (await org.SoapAsync("<undelete/>", session: "00Dx!y")).Body.Text("faultcode"));
        Assert.Equal("soapenv:Client", (await org.SoapAsync("<transmogrify/>")).Body.Text("faultcode"));
        Assert.Equal("EXCEEDED_ID_LIMIT", (await org.SoapAsync($"<undelete>{string.Concat(Enumerable.Repeat("<ids>x</ids>", 201))}</undelete>")).Body.Text("faultcode"));
    }
}
