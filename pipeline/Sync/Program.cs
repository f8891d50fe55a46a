using System.Runtime.CompilerServices;
using ContactSync.Cli;
using ContactSync.Transforms.Normalize;

[assembly: InternalsVisibleTo("Sync.Tests")]
[assembly: InternalsVisibleTo("EndToEnd.Tests")]

Umask.OwnerOnly();
using var signals = new Signals(Console.Error, Environment.Exit);
try
{
    GlobalizationCheck.Require();
}
catch (GlobalizationUnavailableException e)
{
    return (int)Failures.Report(new UserException(e.Message, "this machine", "Install ICU, then start again; nothing was read or changed.", ExitCode.Configuration, e), Console.Error, interrupted: false);
}

return (int)await CommandLine.RunAsync(Verbs.Root(new RootOptions()), args, Console.Out, Console.Error, signals.Token);
