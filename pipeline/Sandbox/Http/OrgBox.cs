using ContactSync.Sandbox.Bulk;
using ContactSync.Sandbox.Control;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>Everything an endpoint may need of the running org.</summary>
internal sealed class OrgBox
{
    public required SandboxOptions Options { get; init; }

    public required OrgStore Store { get; init; }

    public required OrgUsers Users { get; init; }

    public required JobBook Jobs { get; init; }

    public required AccessTokens Tokens { get; init; }

    public required ApiLimits Limits { get; init; }

    public required QueryCursors Cursors { get; init; }

    public ReportInstances Instances { get; } = new();

    public required RequestLog Log { get; init; }

    public required FaultPlan Faults { get; init; }

    public required string ControlToken { get; init; }

    /// <summary>The server's own address, no slash at the end; known once it listens.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>When the process began to serve, in whole seconds.</summary>
    public required DateTimeOffset Started { get; init; }

    public required OrgClock Clock { get; init; }

    public string OrgId => Store.Catalog.OrgId;

    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();
}
