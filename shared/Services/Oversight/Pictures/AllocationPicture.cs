using System.Globalization;
using AgentTrader.Core.Oversight;

namespace AgentTrader.Services.Oversight.Pictures;

/// <summary>
/// A portfolio's parts before and after a trade, as two bars and the numbers that belong to them: what an approver sees in
/// chat (document 1, FR-013).
/// </summary>
public static class AllocationPicture
{
    private const int Width = 640;
    private const int Margin = 16;
    private const int BarLeft = 112;
    private const int BarHeight = 36;
    private const int LegendTop = 128;
    private const int RowHeight = 26;

    /// <summary>Positions that are named; the rest are drawn as one.</summary>
    private const int MaxNamed = 7;

    private const int Ground = 0;
    private const int Ink = 1;
    private const int Cash = 2;
    private const int Others = 3;
    private const int FirstPart = 4;

    // The parts' colours keep apart for people who see few of them (Okabe and Ito).
    private static readonly int[] Palette =
    [
        0xFFFFFF,
        0x1D1C1D,
        0xC8C8C8,
        0x7A7A7A,
        0x0072B2,
        0xE69F00,
        0x009E73,
        0xCC79A7,
        0x56B4E9,
        0xD55E00,
        0xF0E442,
    ];

    /// <summary>The picture as a PNG.</summary>
    /// <param name="before">The parts now; percents are of the portfolio.</param>
    /// <param name="after">The parts if the trade is made.</param>
    public static byte[] Draw(IReadOnlyList<AllocationSlice> before, IReadOnlyList<AllocationSlice> after)
    {
        var parts = Parts(before, after);
        var rows = (parts.Count + 1) / 2;
        var canvas = new Canvas(Width, LegendTop + (rows * RowHeight) + Margin, Palette);
        DrawBar(canvas, "BEFORE", Margin, parts, part => part.Before);
        DrawBar(canvas, "AFTER", Margin + BarHeight + 16, parts, part => part.After);
        for (var place = 0; place < parts.Count; place++)
        {
            var part = parts[place];
            var left = Margin + (place % 2 * (Width / 2));
            var top = LegendTop + (place / 2 * RowHeight);
            canvas.Fill(left, top, left + 14, top + 14, part.Colour);
            canvas.Write($"{part.Name} {Percent(part.Before)} > {Percent(part.After)}", left + 22, top, Ink);
        }

        return canvas.ToPng();
    }

    /// <summary>The same in words, for those who cannot see it.</summary>
    public static string Describe(IReadOnlyList<AllocationSlice> before, IReadOnlyList<AllocationSlice> after) =>
        "Portfolio before and after: "
        + string.Join(
            ", ",
            Parts(before, after).Select(part => $"{part.Name} {Percent(part.Before)} then {Percent(part.After)}")
        )
        + ".";

    private static List<Part> Parts(IReadOnlyList<AllocationSlice> before, IReadOnlyList<AllocationSlice> after)
    {
        var symbols = before
            .Concat(after)
            .Select(slice => slice.Symbol)
            .OfType<string>()
            .Distinct()
            .OrderByDescending(symbol => Math.Max(Of(before, symbol), Of(after, symbol)))
            .ThenBy(symbol => symbol, StringComparer.Ordinal)
            .ToList();
        var parts = symbols
            .Take(MaxNamed)
            .Select((symbol, place) => new Part(symbol, Of(before, symbol), Of(after, symbol), FirstPart + place))
            .ToList();
        if (symbols.Count > MaxNamed)
        {
            var rest = symbols.Skip(MaxNamed).ToList();
            parts.Add(
                new Part(
                    "OTHERS",
                    rest.Sum(symbol => Of(before, symbol)),
                    rest.Sum(symbol => Of(after, symbol)),
                    Others
                )
            );
        }

        parts.Add(new Part("CASH", Of(before, null), Of(after, null), Cash));
        return parts;
    }

    private static void DrawBar(Canvas canvas, string name, int top, List<Part> parts, Func<Part, decimal> percentOf)
    {
        canvas.Write(name, Margin, top + 11, Ink);
        var (from, width) = (0m, Width - Margin - BarLeft);
        foreach (var part in parts)
        {
            var to = from + Math.Clamp(percentOf(part), 0, 100);
            var left = BarLeft + (int)(from * width / 100);
            var right = BarLeft + (int)(to * width / 100);
            // A line of ground between two parts, where both are wide enough for it.
            canvas.Fill(left, top, right - (right - left > 3 ? 1 : 0), top + BarHeight, part.Colour);
            from = to;
        }
    }

    private static decimal Of(IReadOnlyList<AllocationSlice> slices, string? symbol) =>
        slices.Where(slice => slice.Symbol == symbol).Sum(slice => slice.Percent);

    private static string Percent(decimal percent) => percent.ToString("0.0", CultureInfo.InvariantCulture) + "%";

    private sealed record Part(string Name, decimal Before, decimal After, int Colour);
}
