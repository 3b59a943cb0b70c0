using System.Globalization;
using System.Net;
using System.Text;

namespace MessageSync.Load.Reporting.Plots;

/// <summary>One line of a plot.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Style">Its class in the style sheet.</param>
/// <param name="Points">From left to right; a point without a value interrupts the line.</param>
internal sealed record Line(string Name, string Style, IReadOnlyList<(double X, double? Y)> Points);

/// <summary>Lines over two axes as SVG, without any script: colours come from the page's style sheet.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">From left to right.</param>
/// <param name="Y">From the bottom up.</param>
/// <param name="Lines">What is drawn, the last one on top.</param>
internal sealed record Plot(string Title, Axis X, Axis Y, IReadOnlyList<Line> Lines)
{
    private const int Width = 640;
    private const int Height = 280;
    private const int Left = 64;
    private const int Right = 20;
    private const int Top = 34;
    private const int Bottom = 44;

    /// <summary>Fills the space under the only line.</summary>
    public bool IsFilled { get; init; }

    /// <summary>The <c>figure</c> element.</summary>
    public string ToHtml()
    {
        var svg = new StringBuilder();
        svg.Append(Text($"<figure><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(Title)}\">"));
        svg.Append(Text($"<text class=\"title\" x=\"{Left}\" y=\"16\">{Escape(Title)}</text>"));
        AddGrid(svg);
        foreach (var line in Lines) AddLine(svg, line);
        AddLegend(svg);
        return svg.Append("</svg></figure>\n").ToString();
    }

    private void AddGrid(StringBuilder svg)
    {
        const int bottom = Height - Bottom;
        foreach (var (value, label) in Y.Ticks)
        {
            AddRule(svg, Left, AtY(value), Width - Right, AtY(value));
            AddText(svg, Left - 8, AtY(value) + 4, "end", label);
        }
        foreach (var (value, label) in X.Ticks)
        {
            AddRule(svg, AtX(value), Top, AtX(value), bottom);
            AddText(svg, AtX(value), bottom + 16, "middle", label);
        }
        AddText(svg, (Left + Width - Right) / 2d, Height - 8, "middle", X.Title);
        svg.Append(Text($"<g transform=\"translate(12 {(Top + bottom) / 2}) rotate(-90)\">"));
        AddText(svg, 0, 0, "middle", Y.Title);
        svg.Append("</g>");
    }

    private static void AddRule(StringBuilder svg, double x1, double y1, double x2, double y2) => svg.Append(Text(
        $"<line class=\"grid\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>"));

    private static void AddText(StringBuilder svg, double x, double y, string anchor, string text) => svg.Append(Text(
        $"<text class=\"tick\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Escape(text)}</text>"));

    private void AddLine(StringBuilder svg, Line line)
    {
        foreach (var piece in Pieces(line.Points))
        {
            var points = string.Join(' ', piece.Select(point => Place(point.X, point.Y)));
            if (IsFilled)
            {
                var (first, last) = (Place(piece[0].X, 0), Place(piece[^1].X, 0));
                svg.Append(Text($"<polygon class=\"{line.Style} area\" points=\"{first} {points} {last}\"/>"));
            }
            if (piece.Count > 1)
            {
                svg.Append(Text($"<polyline class=\"{line.Style}\" points=\"{points}\"/>"));
                continue;
            }
            // A piece of one point would not be seen as a line.
            var (x, y) = (AtX(piece[0].X), AtY(piece[0].Y));
            svg.Append(Text($"<circle class=\"{line.Style} dot\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2.5\"/>"));
        }
    }

    private void AddLegend(StringBuilder svg)
    {
        if (Lines.Count < 2) return;

        var x = Width - Right;
        foreach (var line in Lines.Reverse())
        {
            x -= 8 + (line.Name.Length * 7);
            svg.Append(Text($"<text class=\"tick\" x=\"{x}\" y=\"16\">{Escape(line.Name)}</text>"));
            x -= 18;
            svg.Append(Text($"<line class=\"{line.Style}\" x1=\"{x}\" x2=\"{x + 14}\" y1=\"12\" y2=\"12\"/>"));
            x -= 6;
        }
    }

    private static IEnumerable<List<(double X, double Y)>> Pieces(IReadOnlyList<(double X, double? Y)> points)
    {
        var piece = new List<(double, double)>();
        foreach (var (x, value) in points)
        {
            if (value is { } y)
            {
                piece.Add((x, y));
                continue;
            }
            if (piece.Count > 0) yield return piece;
            piece = [];
        }
        if (piece.Count > 0) yield return piece;
    }

    private string Place(double x, double y) => Text($"{AtX(x):0.#},{AtY(y):0.#}");

    private double AtX(double value) => Left + (X.Place(value) * (Width - Left - Right));

    private double AtY(double value) => Height - Bottom - (Y.Place(value) * (Height - Top - Bottom));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
