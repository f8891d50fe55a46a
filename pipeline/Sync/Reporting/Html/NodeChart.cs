using System.Globalization;
using System.Text;

namespace ContactSync.Reporting.Html;

/// <summary>One moment of a node: seconds since its topology began, seconds it had worked by then, items waiting.</summary>
internal sealed record NodeMoment(double At, double Busy, long Queue);

/// <summary>A node over time as SVG: the filled area is its busy share between two moments, full height is all its workers; the line is its queue by its own peak.</summary>
internal static class NodeChart
{
    private const double Width = 600, Height = 48;

    public static string Svg(IReadOnlyList<NodeMoment> moments, long parallelism, double seconds, string label)
    {
        var (busy, queue) = (new StringBuilder("M0 48"), new StringBuilder());
        var most = Math.Max(1, moments.Max(m => m.Queue));
        NodeMoment before = new(0, 0, 0);
        foreach (var moment in moments)
        {
            var share = moment.At > before.At ? Math.Clamp((moment.Busy - before.Busy) / ((moment.At - before.At) * Math.Max(1, parallelism)), 0, 1) : 0;
            var (from, to, y) = (X(before.At, seconds), X(moment.At, seconds), Height - (share * Height));
            busy.Append(CultureInfo.InvariantCulture, $"L{from:0.#} {y:0.#}L{to:0.#} {y:0.#}");
            queue.Append(CultureInfo.InvariantCulture, $"{(queue.Length == 0 ? 'M' : 'L')}{to:0.#} {Height - 1 - ((double)moment.Queue / most * (Height - 2)):0.#}");
            before = moment;
        }

        busy.Append(CultureInfo.InvariantCulture, $"L{X(before.At, seconds):0.#} 48Z");
        return new HtmlText().Add($"<svg viewBox=\"0 0 600 48\" preserveAspectRatio=\"none\" role=\"img\"><title>{label}</title><path class=\"busy\" d=\"{busy.ToString()}\"/><path class=\"queue\" d=\"{queue.ToString()}\"/></svg>").ToString();
    }

    private static double X(double at, double seconds) => seconds <= 0 ? 0 : Math.Min(Width, at / seconds * Width);
}
