namespace RandWire.Reports.Drawing;

/// <summary>The colors of pictures and report, light and dark, as CSS custom properties.</summary>
internal static class Palette
{
    private static readonly (string Name, string Light, string Dark)[] Colors =
    [
        ("paper", "#ffffff", "#14181d"),
        ("surface", "#f5f7f9", "#1c2229"),
        ("ink", "#1b2229", "#e6ebf0"),
        ("muted", "#5a6672", "#9aa7b4"),
        ("line", "#d5dce2", "#36414c"),
        ("accent", "#1f6fc4", "#63a9f2"),
        ("wire", "#66727e", "#93a1ae"),
        ("node", "#dfe5ea", "#46525e"),
        ("node-rim", "#56626d", "#aab7c3"),
        ("node-ink", "#1b2229", "#f1f5f8"),
        ("input", "#2f74c0", "#3278c6"),
        ("input-rim", "#1f5c9e", "#8cc0f5"),
        ("output", "#cf5520", "#c95522"),
        ("output-rim", "#a9410f", "#f7a27c"),
        ("on-color", "#ffffff", "#ffffff"),
        ("good", "#1f6fc4", "#2f78c8"),
        ("bad", "#d1481f", "#d65f35"),
        ("warn-paper", "#fff4dc", "#3a2f16"),
        ("warn-line", "#e0b04c", "#a9863a"),
        ("series1", "#1f6fc4", "#63a9f2"),
        ("series2", "#d1591c", "#f39a5e"),
        ("series3", "#2b8a57", "#5cc48d"),
        ("series4", "#8a4fbf", "#c298ee"),
        ("series5", "#b0326b", "#f083b4"),
        ("series6", "#7a6a12", "#cdbb52"),
    ];

    /// <summary>Number of colors for the series of a chart.</summary>
    public const int SeriesCount = 6;

    /// <summary>Custom properties for both schemes; print is light.</summary>
    public static string Variables { get; } =
        $":root{{{List(light: true)}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{List(light: false)}}}}}\n";

    /// <summary>Rules with the properties put in, first light, then dark under a media query: for programs that know no custom
    /// properties.</summary>
    public static string Resolve(string rules) =>
        $"{Substitute(rules, light: true)}\n@media screen and (prefers-color-scheme:dark){{\n{Substitute(rules, light: false)}\n}}\n";

    private static string List(bool light) =>
        string.Concat(Colors.Select(color => $"--{color.Name}:{(light ? color.Light : color.Dark)};"));

    private static string Substitute(string rules, bool light) =>
        Colors.Aggregate(rules, (text, color) => text.Replace($"var(--{color.Name})", light ? color.Light : color.Dark,
            StringComparison.Ordinal));
}
