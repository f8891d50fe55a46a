using System.Security.Cryptography;
using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Dataflow;

namespace ContactSync;

/// <summary>
/// Reads pipeline.json again while a graph runs, and brings its nodes to the parallelism that stands there now: jobs in flight and the nodes of the graph. All else counts from the
/// next run on, which is said. A file that is not right changes nothing. It looks twice a second and acts on what it finds twice, since an editor may be half way through
/// writing; so a change counts after one second to one and a half.
/// </summary>
internal sealed class LivePacing
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    // What may be changed while a run is going.
    private const string Jobs = "load.jobsInFlight";

    private readonly TimeProvider _clock;
    private readonly Action<string, string> _note;
    private SyncConfig _config;
    private string? _seen;
    private string? _taken;

    /// <param name="note">Told what is done about a change: the key or the file, and what.</param>
    public LivePacing(SyncConfig config, TimeProvider clock, Action<string, string> note)
    {
        (_config, _clock, _note) = (config, clock, note);
        _seen = _taken = Fingerprint();
    }

    /// <summary>The nodes' options as they stand now.</summary>
    public DataflowOptions Dataflow => _config.Pipeline.Dataflow;

    /// <summary>Looks until <paramref name="run"/> has ended, however it does. Throws nothing of the run's.</summary>
    public async Task WatchAsync(Topology topology, Task run)
    {
        while (await Task.WhenAny(run, Task.Delay(Pace, _clock, CancellationToken.None)) != run)
        {
            Look(topology);
        }
    }

    private void Look(Topology topology)
    {
        var now = Fingerprint();
        if (now is null || now == _taken || now != _seen)
        {
            _seen = now;
            return;
        }

        _taken = now;
        try
        {
            Take(_config.Reload(), topology);
        }
        catch (UserException e)
        {
            _note(_config.File, $"is left aside and the run goes on as before. {e.What}");
        }
    }

    private void Take(SyncConfig next, Topology topology)
    {
        var before = _config.Entries.ToDictionary(e => e.Path, e => e.Value, StringComparer.Ordinal);
        foreach (var entry in next.Entries.Where(e => before.GetValueOrDefault(e.Path) != e.Value))
        {
            _note(entry.Path, $"{before.GetValueOrDefault(entry.Path) ?? "unset"} -> {entry.Value}{(IsLive(entry.Path) ? "" : ", from the next run on")}");
        }

        foreach (var gone in before.Keys.Except(next.Entries.Select(e => e.Path)))
        {
            _note(gone, $"{before[gone]} -> unset, from the next run on");
        }

        // The nodes' other options are fixed while a graph runs, and what a run plans by is frozen; both stay as the run began.
        var (nodes, now) = (Dataflow, next.Pipeline.Dataflow);
        _config = next with
        {
            Pipeline = _config.Pipeline with
            {
                Dataflow = nodes with
                {
                    Normalise = nodes.Normalise with { Parallelism = now.Normalise.Parallelism },
                    Candidates = nodes.Candidates with { Parallelism = now.Candidates.Parallelism },
                    Score = nodes.Score with { Parallelism = now.Score.Parallelism },
                    Load = nodes.Load with { Parallelism = now.Load.Parallelism },
                },
            },
        };
        SyncGraph.Pace(topology, Dataflow, (node, width) => _note(node, $"works on {width} at a time now"));
    }

    private static bool IsLive(string path) => path == Jobs || path.EndsWith(".parallelism", StringComparison.Ordinal);

    /// <summary>The file's SHA-256; null while it cannot be read, as between removal and renaming.</summary>
    private string? Fingerprint()
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_config.File)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
