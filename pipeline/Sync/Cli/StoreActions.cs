using System.Text;
using System.Text.Json;
using ContactSync.Config;
using ContactSync.Reporting;
using ContactSync.Stores;
using ContactSync.Stores.Import;

namespace ContactSync.Cli;

/// <summary>What store show, set and import do: edit the local side as its own users would.</summary>
internal static class StoreActions
{
    public static Task<ExitCode> ShowAsync(StoreShowRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, async (_, editor) =>
        {
            IReadOnlyList<Supporter> found = request.Key is { } key
                ? await editor.FindAsync(key, cancellationToken) is { } one ? [one] : throw Unknown(key)
                : await editor.FirstAsync(request.First, cancellationToken);
            foreach (var supporter in found)
            {
                Print(supporter, request.Json, call.Out);
            }

            return ExitCode.Done;
        }, cancellationToken);

    public static Task<ExitCode> SetAsync(StoreSetRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, async (_, editor) =>
        {
            var changes = request.Assignments.Select(ContactStoreEditor.ParseAssignment).ToList();
            var (supporter, changed) = await editor.SetAsync(request.Key, changes, cancellationToken);
            await call.Out.WriteLineAsync(changed ? "changed" : "unchanged: it has these values already");
            Print(supporter, json: false, call.Out);
            return ExitCode.Done;
        }, cancellationToken);

    public static Task<ExitCode> ImportAsync(StoreImportRequest request, VerbCall call, CancellationToken cancellationToken) =>
        WithAsync(request.Config, async (store, editor) =>
        {
            var mapping = request.Columns.Count == 0 ? null : ImportMapping.Parse(string.Join(',', request.Columns), store.Fields);
            var report = await editor.ImportAsync(request.File, mapping, cancellationToken);
            Print(report, call.Out);
            return report.ExitCode;
        }, cancellationToken);

    private static async Task<ExitCode> WithAsync(SyncConfig config, Func<DuckContactStore, ContactStoreEditor, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var store = Composition.OpenStore(config.Pipeline, TimeProvider.System);
        return await work(store, new ContactStoreEditor(store));
    }

    private static void Print(Supporter supporter, bool json, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            supporter.WriteTo(writer);
        }

        if (json)
        {
            output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
            return;
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        foreach (var field in document.RootElement.EnumerateObject())
        {
            output.WriteLine($"{field.Name,-14} {Plain.Clean(field.Value.GetString() ?? "")}".TrimEnd());
        }

        output.WriteLine();
    }

    private static void Print(ImportReport report, TextWriter output)
    {
        output.WriteLine($"read       {report.Read:N0} = inserted {report.Inserted:N0} + updated {report.Updated:N0} + unchanged {report.Unchanged:N0} + refused {report.Refused:N0}");
        output.WriteLine($"mapped     {string.Join(", ", report.Mapped.Select(m => $"{m.Field}={m.Column}"))}");
        if (report.IgnoredColumns.Count > 0)
        {
            output.WriteLine($"ignored    {string.Join(", ", report.IgnoredColumns)}");
        }

        if (report.Unstamped > 0)
        {
            output.WriteLine($"stamps     {report.Unstamped:N0} rows have no usable {StoreFields.Modified} and carry the time of this import");
        }

        foreach (var refusal in report.Refusals)
        {
            output.WriteLine($"refused    line {refusal.Line}: {refusal.Code}: {Plain.Clean(refusal.Message)}");
        }

        if (report.Refusals.Count > 0)
        {
            output.WriteLine("next       correct these rows and import the file again; rows that are in already stay as they are");
        }
    }

    private static UserException Unknown(string key) =>
        new("The store has no such supporter, neither by key nor by e-mail address.", $"supporter '{key}'", "List some with: contact-sync store show", ExitCode.Configuration);
}
