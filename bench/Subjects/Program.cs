using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ContactSync.Bench.Subjects;

// quick [rows]: ratios with bounds, exit 1 when one is missed. Anything else goes to BenchmarkDotNet, such as --filter '*Csv*'.
if (args is ["quick", ..])
{
    var rows = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 40_000;
    return await Quick.RunAsync(rows, Console.Out) ? 0 : 1;
}

// In this process: a benchmark project made on the fly would not know the solution's central versions and lock files.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.JoinSummary);
BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
return 0;
