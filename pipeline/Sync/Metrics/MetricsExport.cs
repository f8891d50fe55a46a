using ContactSync.Cli;
using ContactSync.Config;
using ContactSync.Runs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace ContactSync.Metrics;

/// <summary>
/// Gives a run's measurements to those who watch it: a file for Prometheus' node_exporter, written whole and renamed, and an OTLP receiver. Both now and then while the run goes
/// and once at its end. What cannot be delivered is said and harms no run.
/// </summary>
public sealed class MetricsExport : IAsyncDisposable
{
    private static readonly TimeSpan LastDelivery = TimeSpan.FromSeconds(5);

    private readonly MetricsOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action<string> _note;
    private readonly RunMeter _meter;
    private readonly MeterProvider? _otlp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;

    private MetricsExport(SyncConfig config, TimeProvider clock, Action<string> note)
    {
        var pipeline = config.Pipeline;
        (_options, _clock, _note) = (pipeline.Metrics, clock, note);
        Board = new RunBoard(config.Profile.Name, pipeline.Store.Name, clock.GetUtcNow()) { Committed = LastCommit(config) };
        _meter = new RunMeter(Board);
        _otlp = _options.Otlp is { } address ? Open(address, _options.Interval) : null;
        _writing = _options.Prometheus is null ? Task.CompletedTask : WriteNowAndThenAsync();
    }

    /// <summary>What is measured.</summary>
    public RunBoard Board { get; }

    /// <summary>Begins to deliver what the configuration asks for.</summary>
    /// <param name="note">Told, in a line, what could not be delivered.</param>
    public static MetricsExport Start(SyncConfig config, TimeProvider clock, Action<string> note)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new MetricsExport(config, clock, note);
    }

    /// <summary>Ends the run, and delivers how; a run that another one's lock kept from starting says nothing, since its file is the other one's.</summary>
    public async Task EndAsync(ExitCode exit)
    {
        var now = _clock.GetUtcNow();
        Board.End(exit, now);
        Board.Committed = Board.Report is { State: RunState.Committed } ? now : Board.Committed;
        await _stop.CancelAsync();
        await _writing;
        if (exit == ExitCode.Locked)
        {
            return;
        }

        if (_options.Prometheus is not null)
        {
            WriteFile();
        }

        if (_otlp is not null && !_otlp.ForceFlush((int)LastDelivery.TotalMilliseconds))
        {
            _note($"{"note",-8} metrics.otlp: the measurements could not be delivered to {_options.Otlp}; the run is not harmed");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _otlp?.Dispose();
        _meter.Dispose();
        _stop.Dispose();
    }

    private MeterProvider Open(Uri address, TimeSpan interval) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("contact-sync", serviceInstanceId: $"{Board.Profile}-{Board.Store}"))
        .AddMeter(RunMeter.Name)
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri(address, "/v1/metrics");
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)interval.TotalMilliseconds;
        })
        .Build();

    private async Task WriteNowAndThenAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.Interval, _clock, _stop.Token);
                WriteFile();
            }
        }
        catch (OperationCanceledException)
        {
            // The end writes the file once more.
        }
    }

    /// <summary>A reader never sees half a file: node_exporter takes no file whose name ends otherwise than .prom.</summary>
    private void WriteFile()
    {
        var path = _options.Prometheus!;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.{Environment.ProcessId}";
            File.WriteAllText(temporary, PrometheusText.Write(_meter));
            if (!OperatingSystem.IsWindows())
            {
                // Counts, and no value of any record: for the collector, which is another user.
                File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _note($"{"note",-8} metrics.prometheus: the file cannot be written: {e.Message}; the run is not harmed");
        }
    }

    private static DateTimeOffset? LastCommit(SyncConfig config)
    {
        var pipeline = config.Pipeline;
        try
        {
            return new RunCatalog(new DiskFiles(), pipeline.Runs.Path, pipeline.State.Path).List()
                .Where(run => run.State == RunState.Committed && run.Profile == config.Profile.Name && run.Store == pipeline.Store.Name)
                .Select(run => run.EndedAt).Max();
        }
        catch (DamagedFileException)
        {
            // The run itself will stop at it and say so; here it only means that the last commit is not known.
            return null;
        }
    }
}
