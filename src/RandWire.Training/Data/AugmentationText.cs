using System.Globalization;
using RandWire.Graphs;

namespace RandWire.Training.Data;

/// <summary>Reads the text form of an augmentation.</summary>
internal static class AugmentationText
{
    private const string Allowed = "crop(pad=4), resizedcrop(0.35), flip, jitter(0.4), cutout(8), mixup(0.2), joined by +, or none";

    public static Augmentation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed == "none") return Augmentation.None;
        Augmentation result = new();
        HashSet<string> seen = [];
        foreach (string part in trimmed.Split('+', StringSplitOptions.TrimEntries))
        {
            Term term = Term.Read(part) ?? throw new SpecException($"{text}: '{part}' {(part.Length == 0 ? "is not an augmentation" : "lacks its closing bracket")}. Allowed: {Allowed}.");
            if (!seen.Add(term.Name)) throw new SpecException($"{text}: {term.Name} is given twice. Give it once.");
            result = With(result, text, term);
        }
        return result.Checked();
    }

    private static Augmentation With(Augmentation result, string text, Term term) => term.Name switch
    {
        "crop" => result with { CropPad = Whole(text, term, "pad") },
        "resizedcrop" => result with { ResizedCrop = Positive(text, term, "share") },
        "flip" when !term.HasParentheses => result with { Flip = true },
        "flip" => throw new SpecException($"{text}: flip takes no value. Write flip."),
        "jitter" => Jitter(result, text, term.Items),
        "cutout" => result with { Cutout = Whole(text, term, "side") },
        "mixup" => result with { Mixup = Positive(text, term, "alpha") },
        _ => throw new SpecException($"{text}: '{term.Name}' is not an augmentation. Allowed: {Allowed}."),
    };

    private static Augmentation Jitter(Augmentation result, string text, IReadOnlyList<TermItem> items)
    {
        if (items is [{ Key: null } only])
        {
            double all = Number(text, "jitter", "strength", only.Value);
            return result with { Brightness = all, Contrast = all, Saturation = all };
        }
        if (items.Count == 0) throw new SpecException($"{text}: jitter takes its strength. Write jitter(0.4) or jitter(brightness=0.4,contrast=0.4,saturation=0.4).");
        foreach (TermItem item in items)
        {
            result = item.Key switch
            {
                "brightness" => result with { Brightness = Number(text, "jitter", item.Key, item.Value) },
                "contrast" => result with { Contrast = Number(text, "jitter", item.Key, item.Value) },
                "saturation" => result with { Saturation = Number(text, "jitter", item.Key, item.Value) },
                _ => throw new SpecException(
                    $"{text}: jitter does not take '{item.Text}'. Write jitter(0.4) or jitter(brightness=0.4,contrast=0.4,saturation=0.4)."),
            };
        }
        return result;
    }

    private static int Whole(string text, Term term, string name)
    {
        double value = Positive(text, term, name);
        return value == Math.Floor(value) && value <= int.MaxValue
            ? (int)value
            : throw new SpecException($"{text}: {term.Name}: {name} = {term.Items[0].Value} must be an integer in [1, 1024].");
    }

    private static double Positive(string text, Term term, string name)
    {
        string part = term.Name;
        if (term.Items.Count != 1) throw new SpecException($"{text}: {part} takes one value, its {name}. Allowed: {Allowed}.");
        // A key of another name belongs to the value, which then is no number.
        string argument = term.Items[0].Key == name ? term.Items[0].Value : term.Items[0].Text;
        double value = Number(text, part, name, argument);
        return value > 0 ? value : throw new SpecException($"{text}: {part}: {name} = {argument} must be above 0. To switch it off, "
            + $"leave {part} out.");
    }

    private static double Number(string text, string part, string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new SpecException($"{text}: {part}: {name} = '{value}' is not a number. Allowed: {Allowed}.");
}
