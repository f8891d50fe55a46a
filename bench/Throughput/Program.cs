using ContactSync.Bench.Throughput;

const string Usage = """
    usage: Throughput VERB [--option value]
      runs       whole runs: first, second, after changes   --rows 100000  --memory 2GB --one-in 100
      plan       the plan under several memory budgets   --rows 1000000 --memory 512MB,2GB
      pace       a sandbox 20x slower, peak memory       --rows 50000   --rounds 3
      normalise  one worker and two                      --rows 1000000 --rounds 5
      match      people matched with people, one worker and two   --left 1000000 --right 1000000 --rounds 1 --workers 1,2
      match-changes   few changes against what is known, kept in a file   --left 50000 --right 5000000 --known-left 0 --rounds 3 --workers 1,2
      upload     rows with results against a stub        --rows 400000  --rounds 3 --sf PATH/TO/bin/sf
      org        the sandbox's memory and Bulk rates     --contacts 1000000 --upserts 200000 --rounds 3 --rules off|standard
    """;
try
{
    var asked = new Arguments(args);
    switch (asked.Verb)
    {
        case "runs":
            return await RunsBench.RunAsync(asked.Number("rows", 100_000), asked.Text("memory") ?? "2GB", asked.Number("one-in", 100), Console.Out) ? 0 : 1;
        case "plan":
            await PlanBench.RunAsync(asked.Number("rows", 1_000_000), (asked.Text("memory") ?? "512MB,2GB").Split(','), Console.Out);
            return 0;
        case "pace":
            return await PaceBench.RunAsync(asked.Number("rows", 50_000), asked.Number("rounds", 3), Console.Out) ? 0 : 1;
        case "normalise":
            await NormaliseBench.RunAsync(asked.Number("rows", 1_000_000), asked.Number("rounds", 5), Console.Out);
            return 0;
        case "match":
            await MatchBench.RunAsync(asked.Number("left", 1_000_000), asked.Number("right", 1_000_000), asked.Number("rounds", 1), (asked.Text("workers") ?? "1,2").Split(','), Console.Out);
            return 0;
        case "match-people":
            MatchPeople.Write(asked.Text("path")!, asked.Number("left", 1_000_000), asked.Number("right", 1_000_000));
            return 0;
        case "match-file":
            await MatchBench.FileAsync(asked.Text("path")!, asked.Number("left", 0), asked.Number("right", 0), asked.Number("workers", 2), Console.Out);
            return 0;
        case "match-changes":
            await ChangesBench.RunAsync(asked.Number("left", 50_000), asked.Number("right", 5_000_000), asked.Number("known-left", 0), asked.Number("rounds", 3), (asked.Text("workers") ?? "1,2").Split(','), Console.Out);
            return 0;
        case "match-known-file":
            await ChangesBench.KnownAsync(asked.Text("path")!, asked.Text("known")!, asked.Number("left", 0), asked.Number("right", 0), Console.Out);
            return 0;
        case "match-changes-file":
            await ChangesBench.FileAsync(asked.Text("path")!, asked.Text("known")!, asked.Number("left", 0), asked.Number("workers", 2), Console.Out);
            return 0;
        case "upload":
            await UploadBench.RunAsync(asked.Number("rows", 400_000), asked.Number("rounds", 3), asked.Text("sf"), Console.Out);
            return 0;
        case "org":
            return await new OrgBench(asked.Number("contacts", 1_000_000), asked.Number("upserts", 200_000), asked.Number("rounds", 3), asked.Text("rules") == "standard", Console.Out).RunAsync() ? 0 : 1;
        case "plain":
            await UploadPeers.PlainAsync(new Uri(asked.Text("url")!), asked.Text("dir")!, Console.Out);
            return 0;
        case "client":
            await UploadPeers.ClientAsync(new Uri(asked.Text("url")!), asked.Text("dir")!, Console.Out);
            return 0;
        default:
            await Console.Error.WriteLineAsync(Usage);
            return 2;
    }
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Usage}");
    return 2;
}
