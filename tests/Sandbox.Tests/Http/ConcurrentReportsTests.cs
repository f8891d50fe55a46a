using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ContactSync.Sandbox.Tests.Http;

public sealed class ConcurrentReportsTests
{
    private const string Schema = """{"reports":[{"name":"People","label":"People","object":"Contact","columns":["LastName"]}]}""";
    private const string Half = "{\"reportMetadata\":";
    private const string OtherHalf = "{}}";
    private const int Most = 20;

    [Fact]
    public async Task More_than_twenty_reports_at_once_are_refused()
    {
        await using var org = await SchemaOrg.StartAsync(Schema);
        var id = (await org.GetAsync("/analytics/reports"))[0].GetProperty("id").GetString();
        var running = new List<Socket>();
        for (var i = 0; i < Most; i++)
        {
            running.Add(await BeginAsync(org, id!));
        }
        while ((await org.GetAsync("/limits")).GetProperty("ConcurrentSyncReportRuns").GetProperty("Remaining").GetInt32() > 0)
        {
            await Task.Delay(10);
        }

        await org.RefusedAsync(HttpMethod.Get, "/analytics/reports/" + id, null, HttpStatusCode.Forbidden, "REQUEST_LIMIT_EXCEEDED");

        foreach (var socket in running)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(OtherHalf));
            var reply = new byte[12];
            await socket.ReceiveAsync(reply);
            Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(reply));
            socket.Dispose();
        }
        Assert.Equal(JsonValueKind.Object, (await org.GetAsync("/analytics/reports/" + id)).ValueKind);
    }

    /// <summary>Asks for a report with half a body, so that its run goes on.</summary>
    private static async Task<Socket> BeginAsync(TestOrg org, string id)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(org.Server.BaseAddress.Host, org.Server.BaseAddress.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {TestOrg.Data}/analytics/reports/{id} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {org.Server.AccessToken}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {Half.Length + OtherHalf.Length}\r\n\r\n{Half}"));
        return socket;
    }
}
