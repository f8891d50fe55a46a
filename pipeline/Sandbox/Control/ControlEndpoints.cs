using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Http;
using ContactSync.Sandbox.Schema;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>The control plane under <c>/__control</c>: request log, fault plan, state, pace. Every call needs the token in <c>X-Sandbox-Token</c>.</summary>
internal sealed class ControlEndpoints(OrgBox box)
{
    public async Task HandleAsync(HttpContext http, string[] path)
    {
        var token = http.Request.Headers["X-Sandbox-Token"].ToString();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(box.ControlToken)))
        {
            await FailAsync(http, StatusCodes.Status401Unauthorized, "X-Sandbox-Token is missing or wrong; it is in the data folder's control-token file.");
            return;
        }
        try
        {
            await RouteAsync(http, path);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            await FailAsync(http, StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private Task RouteAsync(HttpContext http, string[] path) => (http.Request.Method, path[1..]) switch
    {
        ("GET", ["requests"]) => RequestsAsync(http),
        ("POST", ["faults"]) => LoadFaultsAsync(http),
        ("GET", ["faults"]) => http.Response.WriteAsJsonAsync(new { struck = box.Faults.Struck() }, http.RequestAborted),
        ("DELETE", ["faults"]) => ClearFaultsAsync(http),
        ("GET", ["state"]) => StateAsync(http),
        ("POST", ["pace"]) => PaceAsync(http),
        _ => FailAsync(http, StatusCodes.Status404NotFound, "The control plane has requests, faults, state and pace."),
    };

    private static Task FailAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error = message }, http.RequestAborted);
    }

    private async Task RequestsAsync(HttpContext http)
    {
        var since = long.TryParse(http.Request.Query["since"], out var s) ? s : 0;
        http.Response.ContentType = "application/x-ndjson";
        using var reader = new StreamReader(new FileStream(box.Log.FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await reader.ReadLineAsync(http.RequestAborted) is { } line)
        {
            if (since > 0)
            {
                using var parsed = JsonDocument.Parse(line);
                if (parsed.RootElement.GetProperty("seq").GetInt64() <= since)
                {
                    continue;
                }
            }
            await http.Response.WriteAsync(line + "\n", http.RequestAborted);
        }
    }

    private async Task LoadFaultsAsync(HttpContext http)
    {
        using var plan = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(new { rules = box.Faults.Load(plan.RootElement) }, http.RequestAborted);
    }

    private Task ClearFaultsAsync(HttpContext http)
    {
        box.Faults.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task PaceAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        box.Jobs.Settings.RowsPerSecond = body.RootElement.GetProperty("rowsPerSecond").GetInt32();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task StateAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        new
        {
            orgId = box.OrgId,
            time = box.Clock.GetUtcNow(),
            objects = box.Store.Schema.Objects.ToDictionary(o => o.Name, Counts),
            jobs = box.Jobs.All.Select(j => new
            {
                id = j.Id,
                operation = j.Record.Operation,
                @object = j.Record.Object,
                state = j.Record.State.ToString(),
                rows = j.Record.UploadedRows,
                processed = j.Record.Processed,
                failed = j.Record.Failed,
            }),
        },
        http.RequestAborted);

    private object Counts(ObjectType type)
    {
        var table = box.Store.Table(type);
        return new { live = table.Live, deleted = table.Deleted };
    }
}
