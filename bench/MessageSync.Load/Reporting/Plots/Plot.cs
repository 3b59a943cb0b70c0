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
        foreach (var (value, label) in Y.Ticks)
        {
            var y = AtY(value);
            svg.Append(Text($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>"));
            svg.Append(Text($"<text class=\"tick\" x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Escape(label)}</text>"));
        }
        foreach (var (value, label) in X.Ticks)
        {
            var x = AtX(value);
            svg.Append(Text($"<line class=\"grid\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>"));
            svg.Append(Text($"<text class=\"tick\" x=\"{x:0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Escape(label)}</text>"));
        }
        svg.Append(Text($"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Escape(X.Title)}</text>"));
        svg.Append(Text($"<text class=\"tick\" transform=\"translate(12 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(Y.Title)}</text>"));
    }

    private void AddLine(StringBuilder svg, Line line)
    {
        foreach (var piece in Pieces(line.Points))
        {
            var points = string.Join(' ', piece.Select(point => Text($"{AtX(point.X):0.#},{AtY(point.Y):0.#}")));
            if (IsFilled)
            {
                svg.Append(Text($"<polygon class=\"{line.Style} area\" points=\"{AtX(piece[0].X):0.#},{AtY(0):0.#} {points} "))
                    .Append(Text($"{AtX(piece[^1].X):0.#},{AtY(0):0.#}\"/>"));
            }
            // A piece of one point would not be seen as a line.
            svg.Append(piece.Count == 1
                ? Text($"<circle class=\"{line.Style} dot\" cx=\"{AtX(piece[0].X):0.#}\" cy=\"{AtY(piece[0].Y):0.#}\" r=\"2.5\"/>")
                : Text($"<polyline class=\"{line.Style}\" points=\"{points}\"/>"));
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

    private double AtX(double value) => Left + (X.Place(value) * (Width - Left - Right));

    private double AtY(double value) => Height - Bottom - (Y.Place(value) * (Height - Top - Bottom));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
