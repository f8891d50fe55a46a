using BenchmarkDotNet.Attributes;
using ContactSync.Transforms.Model;

namespace ContactSync.Bench.Subjects;

/// <summary>A batch's life: filled, read, released; against the same cells as strings in a list of rows.</summary>
[MemoryDiagnoser]
public class BatchSubject
{
    private SamplePeople _people = null!;

    [Params(100_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup() => _people = SamplePeople.Make(Rows);

    /// <summary>Columnar slabs; returns the bytes read back.</summary>
    [Benchmark]
    public Task<long> Batches()
    {
        long bytes = 0;
        foreach (var from in _people.Batches)
        {
            var to = RecordBatch.Rent(_people.Schema, from.Sequence, from.RowCount);
            Fill(from, to);
            bytes += Read(to);
            to.Release();
        }

        return Task.FromResult(bytes);
    }

    /// <summary>A string a cell, an array a row; returns the characters read back.</summary>
    [Benchmark(Baseline = true)]
    public Task<long> Strings()
    {
        long characters = 0;
        foreach (var from in _people.Batches)
        {
            var rows = new List<string?[]>(from.RowCount);
            for (var row = 0; row < from.RowCount; row++)
            {
                var cells = new string?[from.Schema.Columns.Length];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = from.At(i) is TextColumn text && !text.IsNull(row) ? System.Text.Encoding.UTF8.GetString(text[row]) : null;
                }

                rows.Add(cells);
            }

            foreach (var row in rows)
            {
                foreach (var cell in row)
                {
                    characters += cell?.Length ?? 0;
                }
            }
        }

        return Task.FromResult(characters);
    }

    private static void Fill(RecordBatch from, RecordBatch to)
    {
        for (var row = 0; row < from.RowCount; row++)
        {
            for (var i = 0; i < from.Schema.Columns.Length; i++)
            {
                if (from.At(i).IsNull(row))
                {
                    to.At(i).AppendNull();
                }
                else if (from.At(i) is TextColumn text)
                {
                    to.Text(i).Append(text[row]);
                }
                else
                {
                    to.Int64(i).Append(from.Int64(i)[row]);
                }
            }

            to.EndRow();
        }
    }

    private static long Read(RecordBatch batch)
    {
        long bytes = 0;
        for (var i = 0; i < batch.Schema.Columns.Length; i++)
        {
            if (batch.At(i) is TextColumn text)
            {
                for (var row = 0; row < batch.RowCount; row++)
                {
                    bytes += text[row].Length;
                }
            }
        }

        return bytes;
    }
}
