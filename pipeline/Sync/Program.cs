using System.Runtime.CompilerServices;
using ContactSync.Cli;

[assembly: InternalsVisibleTo("Sync.Tests")]

Umask.OwnerOnly();
using var signals = new Signals(Console.Error, Environment.Exit);
return (int)await CommandLine.RunAsync(Verbs.Root(new RootOptions()), args, Console.Out, Console.Error, signals.Token);
