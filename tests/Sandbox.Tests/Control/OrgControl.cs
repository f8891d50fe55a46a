using System.Net.Http.Json;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Control;

/// <summary>The control plane of a test's org.</summary>
internal static class OrgControl
{
    public static async Task<string> TextAsync(TestOrg org, string path)
    {
        using var client = Client(org);
        return await client.GetStringAsync(new Uri("/__control/" + path, UriKind.Relative));
    }

    /// <summary>Posts, and gives the reply or nothing.</summary>
    public static async Task<JsonElement> PostAsync(TestOrg org, string path, object body)
    {
        using var client = Client(org);
        using var reply = await client.PostAsJsonAsync("/__control/" + path, body);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Posts what is to be refused; gives the reason.</summary>
    public static async Task<string> RefusedAsync(TestOrg org, string path, object body)
    {
        using var client = Client(org);
        using var reply = await client.PostAsJsonAsync("/__control/" + path, body);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, reply.StatusCode);
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!;
    }

    public static Task FaultAsync(TestOrg org, params object[] rules) => PostAsync(org, "faults", new { seed = 1, rules });

    /// <summary>The id of the org's first account.</summary>
    public static async Task<string> AccountAsync(TestOrg org) =>
        (await org.QueryAsync("SELECT Id FROM Account ORDER BY Id LIMIT 1")).GetProperty("records")[0].GetProperty("Id").GetString()!;

    private static HttpClient Client(TestOrg org)
    {
        var client = new HttpClient { BaseAddress = org.Server.BaseAddress };
        client.DefaultRequestHeaders.Add("X-Sandbox-Token", org.Server.ControlToken);
        return client;
    }
}
