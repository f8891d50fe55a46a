using System.Globalization;
using ContactSync.Bench.Fuzz;

const string Usage = "usage: Fuzz [REQUESTS=1000000] [SEED=1] [FOLDER of transcripts]";
try
{
    var requests = args.Length > 0 ? int.Parse(args[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 1_000_000;
    var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
    var figures = await new FuzzRun(requests, seed, args.Length > 2 ? args[2] : Seeds.Folder, Console.Out).RunAsync();
    return figures.Sound ? 0 : 1;
}
catch (Exception e) when (e is FormatException or IOException)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Usage}");
    return 2;
}
