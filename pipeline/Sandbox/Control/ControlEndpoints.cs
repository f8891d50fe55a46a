using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactSync.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace ContactSync.Sandbox.Control;

/// <summary>The control plane under <c>/__control</c>: request log, fault plan, state, clock, pace. Every call needs the token in <c>X-Sandbox-Token</c>.</summary>
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
        ("GET", ["state"]) => StateExport.SummaryAsync(http, box),
        ("GET", ["state", var name]) => StateExport.RecordsAsync(http, box, name),
        ("POST", ["pace"]) => PaceAsync(http),
        ("GET", ["clock"]) => ClockAsync(http),
        ("POST", ["clock"]) => SetClockAsync(http),
        _ => FailAsync(http, StatusCodes.Status404NotFound, "The control plane has requests, faults, state, clock and pace."),
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

    /// <summary>Changes what the body names and leaves the rest.</summary>
    private async Task PaceAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var settings = box.Jobs.Settings;
        foreach (var property in body.RootElement.EnumerateObject())
        {
            switch (property.Name)
            {
                case "rowsPerSecond":
                    settings.RowsPerSecond = property.Value.GetInt32();
                    break;
                case "lockWaitSeconds":
                    settings.LockWait = property.Value.ValueKind == JsonValueKind.Null ? null : TimeSpan.FromSeconds(property.Value.GetDouble());
                    break;
                case "visibleAfterSeconds":
                    settings.Late = TimeSpan.FromSeconds(property.Value.GetDouble());
                    break;
                default:
                    throw new FormatException($"\"{property.Name}\" is not known; use rowsPerSecond, lockWaitSeconds, visibleAfterSeconds.");
            }
        }
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task SetClockAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        foreach (var property in body.RootElement.EnumerateObject())
        {
            switch (property.Name)
            {
                case "now":
                    box.Clock.Set(property.Value.GetDateTimeOffset());
                    break;
                case "advanceSeconds":
                    box.Clock.Advance(TimeSpan.FromSeconds(property.Value.GetDouble()));
                    break;
                case "stopped":
                    box.Clock.Stop(property.Value.GetBoolean());
                    break;
                default:
                    throw new FormatException($"\"{property.Name}\" is not known; use now, advanceSeconds, stopped.");
            }
        }
        await ClockAsync(http);
    }

    private Task ClockAsync(HttpContext http) => http.Response.WriteAsJsonAsync(new { now = box.Clock.GetUtcNow(), stopped = box.Clock.IsStopped }, http.RequestAborted);
}
