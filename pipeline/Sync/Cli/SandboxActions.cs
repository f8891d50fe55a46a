using ContactSync.Sandbox;

namespace ContactSync.Cli;

/// <summary>What sandbox seed, schema and faults do.</summary>
internal static class SandboxActions
{
    public static async Task<ExitCode> SeedAsync(SandboxSeedRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        await SandboxSeed.RunAsync(new SandboxOptions { DataDirectory = request.Data, SchemaFile = request.Schema }, request.Object, request.File, call.Out, cancellationToken);
        return ExitCode.Done;
    }

    public static async Task<ExitCode> SchemaAsync(SandboxSchemaRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await SandboxSchema.RunAsync(request.Schema, request.Object, call.Out);
        return ExitCode.Done;
    }

    public static async Task<ExitCode> FaultsAsync(SandboxFaultsRequest request, VerbCall call, CancellationToken cancellationToken)
    {
        await SandboxFaults.RunAsync(request.Data, request.Plan, request.Clear, call.Out, cancellationToken);
        return ExitCode.Done;
    }
}
