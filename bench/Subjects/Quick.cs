namespace ContactSync.Bench.Subjects;

/// <summary>All subjects small, as ratios with loose bounds: what a shared machine can judge in half a minute.</summary>
internal static class Quick
{
    /// <summary>True when every ratio was found and is within its bound.</summary>
    public static async Task<bool> RunAsync(int rows, TextWriter output)
    {
        var batch = new BatchSubject { Rows = rows };
        var normalise = new NormaliseSubject { Rows = rows };
        var csv = new CsvSubject { Rows = rows };
        var graph = new GraphSubject { Rows = rows, Passes = 1 + (1_000_000 / rows) };
        using var binding = new BindingSubject { Rows = Math.Min(rows, 4_000) };
        using var likeness = new LikenessSubject { Rows = Math.Min(rows, 40_000) };
        batch.Setup();
        likeness.Setup();
        normalise.Setup();
        csv.Setup();
        graph.Setup();
        binding.Setup();
        using (csv)
        {
            Ratio[] ratios =
            [
                new("graph / inline, CPU", graph.Graph, graph.Inline, 1.5, atLeast: false),
                new("csv: GetRecords / CsvRows, CPU", csv.GetRecords, csv.CsvRows, 1.5, atLeast: true),
                new("batch: strings / batches, CPU", batch.Strings, batch.Batches, 1.2, atLeast: true),
                new("normalise: strings / normalizer, CPU", normalise.Strings, normalise.Normalizer, 1.1, atLeast: true),
                new("duckdb: insert / append, CPU", binding.Insert, binding.Append, 3, atLeast: true),
                new("jaro-winkler: duckdb / ours, CPU", likeness.DuckDb, likeness.Ours, 0.7, atLeast: true),
                new("duckdb: read strings / spans, CPU", binding.ReadStrings, binding.ReadSpans, 1.1, atLeast: true),
            ];
            var held = true;
            foreach (var ratio in ratios)
            {
                held &= await ratio.HoldsAsync(output);
            }

            held &= await AllocatedAsync(output, "normalise, bytes allocated a row", normalise.Normalizer, rows, 10);
            held &= await AllocatedAsync(output, "csv rows, bytes allocated a row", csv.CsvRows, rows, 10);
            return held & await AllocatedAsync(output, "batch, bytes allocated a row", batch.Batches, rows, 10);
        }
    }

    private static async Task<bool> AllocatedAsync(TextWriter output, string name, Func<Task<long>> work, int rows, double bound)
    {
        // The least of three: now and then the runtime allocates for itself meanwhile.
        var least = long.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return Verdict.Say(output, name, (double)least / rows, bound, atLeast: false);
    }
}
