using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using ContactSync.Transforms.Normalize;

namespace ContactSync.Bench.Subjects;

/// <summary>Normalising with one worker: canonical values, match keys and row hash over bytes, against the same work on strings.</summary>
[MemoryDiagnoser]
public class NormaliseSubject
{
    private SamplePeople _people = null!;
    private Normalizer _normalizer = null!;

    [Params(100_000)]
    public int Rows { get; set; }

    /// <summary>Bytes of mapped values a pass works on, for MB/s.</summary>
    public long ValueBytes => _people.ValueBytes;

    [GlobalSetup]
    public void Setup()
    {
        _people = SamplePeople.Make(Rows);
        _normalizer = new Normalizer(new NormalizeOptions(_people.Schema));
    }

    /// <summary>The pipeline's; returns the rows.</summary>
    [Benchmark]
    public Task<long> Normalizer()
    {
        long rows = 0;
        foreach (var raw in _people.Batches)
        {
            var normalized = _normalizer.Apply(raw);
            rows += normalized.RowCount;
            normalized.Release();
        }

        return Task.FromResult(rows);
    }

    /// <summary>Trim, compose, fold and hash with strings: simpler rules than the pipeline's, a string or two a cell; returns the rows.</summary>
    [Benchmark(Baseline = true)]
    public Task<long> Strings()
    {
        long rows = 0;
        var joined = new StringBuilder();
        foreach (var row in _people.Rows)
        {
            joined.Clear();
            for (var i = 0; i < row.Length; i++)
            {
                var value = (row[i] ?? "").Trim().Normalize(NormalizationForm.FormC);
                joined.Append(i == 2 ? value.ToLowerInvariant() : value).Append('\u001f');
                if (i < 2)
                {
                    rows -= Folded(value) > int.MaxValue - 1 ? 1 : 0;
                }
            }

            rows += SHA256.HashData(Encoding.UTF8.GetBytes(joined.ToString())).Length > 0 ? 1 : 0;
        }

        return Task.FromResult(rows);
    }

    // A name's match key: no diacritics, letters only, lower case.
    private static int Folded(string name)
    {
        var key = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetter(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
        }

        return key.ToString().Length;
    }
}
