using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ContactSync.Metrics;

/// <summary>
/// The instruments in Prometheus' text exposition format 0.0.4. Names follow OpenTelemetry's rules for Prometheus: dots become underscores, the unit is spelled out at the end
/// (<c>s</c> seconds, <c>By</c> bytes, <c>1</c> of a gauge ratio, none for what stands in braces), counters end in <c>_total</c>.
/// </summary>
public static class PrometheusText
{
    /// <summary>What the instruments say now; metrics and series in the order of their names, lines ended by LF.</summary>
    public static string Write(RunMeter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        var series = new SortedDictionary<string, (Instrument Instrument, SortedDictionary<string, double> Values)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (meter.Owns(instrument))
                {
                    series[NameOf(instrument)] = (instrument, new(StringComparer.Ordinal));
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => series[NameOf(instrument)].Values[Labels(tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, (instrument, values)) in series)
        {
            if (values.Count == 0)
            {
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escaped(instrument.Description ?? "", quotes: false)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(IsCounter(instrument) ? "counter" : "gauge")}\n");
            foreach (var (labels, value) in values)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value:R}\n");
            }
        }

        return text.ToString();
    }

    private static bool IsCounter(Instrument instrument) => instrument is ObservableCounter<double>;

    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch
        {
            null => "",
            "s" => "_seconds",
            "By" => "_bytes",
            "1" when !IsCounter(instrument) => "_ratio",
            _ => "",
        };
        return name + unit + (IsCounter(instrument) ? "_total" : "");
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "{" : ",").Append(key).Append("=\"").Append(Escaped($"{value}", quotes: true)).Append('"');
        }

        return text.Length == 0 ? "" : text.Append('}').ToString();
    }

    private static string Escaped(string text, bool quotes)
    {
        text = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
