using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace ContactSync.Reporting.Html;

/// <summary>Writes HTML: what is given as text is encoded, so that no value of a record can become markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup that the program itself has written.</summary>
    public HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Markup with holes; what stands in them is encoded, but for numbers and other <see cref="HtmlText"/>.</summary>
    public HtmlText Add(ref Holes markup)
    {
        _html.Append(markup.Html);
        return this;
    }

    public override string ToString() => _html.ToString();

    /// <summary>An interpolated string whose holes are encoded.</summary>
    [System.Runtime.CompilerServices.InterpolatedStringHandler]
    public ref struct Holes(int literals, int holes)
    {
        internal StringBuilder Html { get; } = new(literals + (holes * 16));

        public readonly void AppendLiteral(string markup) => Html.Append(markup);

        public readonly void AppendFormatted(string? text) => Html.Append(HtmlEncoder.Default.Encode(text ?? ""));

        public readonly void AppendFormatted(long number) => Html.Append(number.ToString("N0", CultureInfo.InvariantCulture));

        public readonly void AppendFormatted(double number, string format) => Html.Append(number.ToString(format, CultureInfo.InvariantCulture));

        public readonly void AppendFormatted(HtmlText inner) => Html.Append(inner);
    }
}
