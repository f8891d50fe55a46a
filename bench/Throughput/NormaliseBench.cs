using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContactSync.Generate;
using ContactSync.Transforms.Model;
using ContactSync.Transforms.Normalize;
using CsvHelper;

namespace ContactSync.Bench.Throughput;

/// <summary>The normaliser with one worker and with two on the same rows, in turn: it shares nothing, so two should be nearly twice as fast.</summary>
internal static class NormaliseBench
{
    private static readonly RecordSchema Schema = new("extract_local",
    [
        new("record_key", ColumnType.Text, ColumnRole.RecordKey),
        new("local_key", ColumnType.Text, ColumnRole.SideKey),
        new("first_name", ColumnType.Text, ColumnRole.FirstName),
        new("last_name", ColumnType.Text, ColumnRole.LastName),
        new("email", ColumnType.Email, ColumnRole.Email),
        new("phone", ColumnType.Phone, ColumnRole.Value),
        new("street", ColumnType.Text, ColumnRole.Value),
        new("city", ColumnType.Text, ColumnRole.Value),
        new("region", ColumnType.Text, ColumnRole.Value),
        new("postal_code", ColumnType.Text, ColumnRole.Value),
        new("country", ColumnType.Text, ColumnRole.Value),
        new("birthdate", ColumnType.Date, ColumnRole.Value),
    ]);

    /// <summary>Prints MB/s of one worker, and wall and processor time with two against one: medians of interleaved rounds.</summary>
    public static async Task RunAsync(int rows, int rounds, TextWriter output)
    {
        var batches = Make(rows);
        var bytes = batches.Sum(b => Enumerable.Range(2, Schema.Columns.Length - 2).Sum(i => (long)b.Text(i).Bytes.Length));
        var normalizer = new Normalizer(new NormalizeOptions(Schema));
        await OnceAsync(normalizer, batches, 2);
        var (one, two) = (new List<(double Wall, double Cpu)>(), new List<(double Wall, double Cpu)>());
        for (var round = 0; round < rounds; round++)
        {
            one.Add(await OnceAsync(normalizer, batches, 1));
            two.Add(await OnceAsync(normalizer, batches, 2));
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await OnceAsync(normalizer, batches, 1);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var cpu = Median(one, o => o.Cpu);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"normalise {rows:N0} rows, 1 worker: {bytes / 1e6 / cpu:0} MB and {rows / cpu:N0} rows a CPU second, {cpu / rows * 1e9:0} ns a row, {(double)allocated / rows:0.00} B allocated a row"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"normalise 1 -> 2 workers: wall {Median(one, o => o.Wall) / Median(two, o => o.Wall):0.00}x (best of each {one.Min(o => o.Wall) / two.Min(o => o.Wall):0.00}x), CPU {Median(two, o => o.Cpu) / cpu:0.00}x"));
    }

    private static async Task<(double Wall, double Cpu)> OnceAsync(Normalizer normalizer, List<RecordBatch> batches, int workers)
    {
        var next = -1;
        void Work()
        {
            while (Interlocked.Increment(ref next) is var i && i < batches.Count)
            {
                normalizer.Apply(batches[i]).Release();
            }
        }

        var (started, before) = (Stopwatch.GetTimestamp(), System.Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work)));
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (System.Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static List<RecordBatch> Make(int rows)
    {
        using var stream = new MemoryStream();
        World.Generate(1, rows, 0).WriteSupporters(stream);
        stream.Position = 0;
        var batches = new List<RecordBatch>();
        using var reader = CsvReader.Create(stream, new CsvReaderOptions());
        reader.ReadHeader();
        while (reader.Read())
        {
            if (batches.Count == 0 || batches[^1].IsFull)
            {
                batches.Add(RecordBatch.Rent(Schema, batches.Count));
            }

            var batch = batches[^1];
            batch.Text(0).Append(Encoding.ASCII.GetBytes("local:"));
            batch.Text(1).Append(reader.GetSpan(0));
            for (var i = 2; i < Schema.Columns.Length; i++)
            {
                var value = reader.GetSpan(i - 1);
                if (value.IsEmpty)
                {
                    batch.Text(i).AppendNull();
                }
                else
                {
                    batch.Text(i).Append(value);
                }
            }

            batch.EndRow();
        }

        return batches;
    }

    private static double Median(List<(double Wall, double Cpu)> rounds, Func<(double Wall, double Cpu), double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}
