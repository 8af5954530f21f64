using System.Globalization;
using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A setting taken apart: the wiring, and what it says of the widths. Text: <c>ws(k=4,p=0.75,width=24,ratio=1.5)</c>.</summary>
/// <param name="Wiring">The wiring as presets take it: a graph model, <c>dag(...)</c>, or a graph file.</param>
/// <param name="Width">The preset's C, 1 to <see cref="NetworkSpec.MaximumChannels"/>; null takes the preset's.</param>
/// <param name="Ratio">Channels of a stage over those of the stage before, in [0.125, 8]; null takes the preset's.</param>
public sealed record SettingText(string Wiring, int? Width, double? Ratio)
{
    /// <summary>Least and largest ratio.</summary>
    public const double LeastRatio = 0.125, LargestRatio = 8;

    /// <summary>Takes a setting apart. A text without <c>width</c> and <c>ratio</c> is the wiring, as it is.</summary>
    /// <exception cref="SpecException">A width or ratio is no number or out of range.</exception>
    public static SettingText Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!GraphModel.Names.Contains(Wirings.Family(text)) || Term.Read(text) is not { HasParentheses: true } term) return new SettingText(text, null, null);
        string? width = term.Items.FirstOrDefault(static item => Is(item, "width")).Text, ratio = term.Items.FirstOrDefault(static item => Is(item, "ratio")).Text;
        if (width is null && ratio is null) return new SettingText(text, null, null);
        IEnumerable<string> rest = term.Items.Where(static item => !Is(item, "width") && !Is(item, "ratio")).Select(static item => item.Text);
        return new SettingText($"{term.Name}({string.Join(',', rest)})", width is null ? null : Channels(text, new TermItem(width).Value), ratio is null ? null : Factor(text, new TermItem(ratio).Value));
    }

    internal SettingText Checked(string shown)
    {
        try
        {
            _ = GraphModel.Parse(Wiring);
            return this;
        }
        catch (SpecException refused)
        {
            throw new SpecException($"{shown}: {refused.Message}");
        }
    }

    private static bool Is(TermItem item, string key) => string.Equals(item.Key, key, StringComparison.OrdinalIgnoreCase);

    private static int Channels(string text, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is >= 1 and <= NetworkSpec.MaximumChannels ? width
        : throw new SpecException($"{text}: width = {value} must be a whole number in [1, {NetworkSpec.MaximumChannels}].");

    private static double Factor(string text, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && ratio is >= LeastRatio and <= LargestRatio ? ratio
        : throw new SpecException(string.Create(CultureInfo.InvariantCulture, $"{text}: ratio = {value} must be a number in [{LeastRatio}, {LargestRatio}]."));
}
