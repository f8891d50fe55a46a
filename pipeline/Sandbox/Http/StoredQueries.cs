using ContactSync.Sandbox.Reports;
using ContactSync.Sandbox.Soql;
using ContactSync.Sandbox.Store;
using ContactSync.Sandbox.Writing;

namespace ContactSync.Sandbox.Http;

/// <summary>The list views and reports of the schema file: whether they make sense, and who sees them.</summary>
internal static class StoredQueries
{
    /// <summary>Throws <see cref="SandboxSetupException"/> for the first list view or report that cannot be run.</summary>
    public static void Check(OrgStore store, long now)
    {
        var scope = new QueryScope(store, All: false, now);
        foreach (var view in store.Schema.ListViews)
        {
            Run($"List view {view.Object}.{view.Name}", () => _ = new SoqlPlan(scope, SoqlParser.Parse(view.Soql("005000000000000AAA"))));
            if (view.Scope is not ("everything" or "mine"))
            {
                throw new SandboxSetupException($"List view {view.Object}.{view.Name} in the schema file: scope is everything or mine, not {view.Scope}.");
            }
        }
        foreach (var report in store.Schema.Reports)
        {
            Run("Report " + report.Name, () => _ = new ReportPlan(scope, report, ReportWish.None));
        }
    }

    public static bool Sees(Caller caller, string[]? sharedWith) => sharedWith is null || Array.Exists(sharedWith, caller.Is);

    private static void Run(string what, Action check)
    {
        try
        {
            check();
        }
        catch (SalesforceFault fault)
        {
            throw new SandboxSetupException($"{what} in the schema file: {fault.Message.Trim()}", fault);
        }
    }
}
