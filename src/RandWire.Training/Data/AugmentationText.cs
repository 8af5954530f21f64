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
            int open = part.IndexOf('(', StringComparison.Ordinal);
            if (open >= 0 && !part.EndsWith(')'))
            {
                throw new SpecException($"{text}: '{part}' lacks its closing bracket. Allowed: {Allowed}.");
            }
            string name = open < 0 ? part : part[..open].TrimEnd();
            string[] arguments = open < 0 ? [] : part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
            if (!seen.Add(name)) throw new SpecException($"{text}: {name} is given twice. Give it once.");
            result = With(result, text, name, arguments);
        }
        return result.Checked();
    }

    private static Augmentation With(Augmentation result, string text, string name, string[] arguments) => name switch
    {
        "crop" => result with { CropPad = Whole(text, name, "pad", arguments) },
        "resizedcrop" => result with { ResizedCrop = Positive(text, name, "share", arguments) },
        "flip" when arguments.Length == 0 => result with { Flip = true },
        "flip" => throw new SpecException($"{text}: flip takes no value. Write flip."),
        "jitter" => Jitter(result, text, arguments),
        "cutout" => result with { Cutout = Whole(text, name, "side", arguments) },
        "mixup" => result with { Mixup = Positive(text, name, "alpha", arguments) },
        _ => throw new SpecException($"{text}: '{name}' is not an augmentation. Allowed: {Allowed}."),
    };

    private static Augmentation Jitter(Augmentation result, string text, string[] arguments)
    {
        if (arguments.Length == 1 && !arguments[0].Contains('=', StringComparison.Ordinal))
        {
            double all = Number(text, "jitter", "strength", arguments[0]);
            return result with { Brightness = all, Contrast = all, Saturation = all };
        }
        foreach (string argument in arguments)
        {
            string[] pair = argument.Split('=', 2, StringSplitOptions.TrimEntries);
            double value = pair.Length == 2 ? Number(text, "jitter", pair[0], pair[1]) : double.NaN;
            result = (pair[0], pair.Length) switch
            {
                ("brightness", 2) => result with { Brightness = value },
                ("contrast", 2) => result with { Contrast = value },
                ("saturation", 2) => result with { Saturation = value },
                _ => throw new SpecException(
                    $"{text}: jitter does not take '{argument}'. Write jitter(0.4) or jitter(brightness=0.4,contrast=0.4,saturation=0.4)."),
            };
        }
        return result;
    }

    private static int Whole(string text, string part, string name, string[] arguments)
    {
        double value = Positive(text, part, name, arguments);
        return value == Math.Floor(value) && value <= int.MaxValue
            ? (int)value
            : throw new SpecException($"{text}: {part}: {name} = {arguments[0]} must be an integer in [1, 1024].");
    }

    private static double Positive(string text, string part, string name, string[] arguments)
    {
        if (arguments.Length != 1) throw new SpecException($"{text}: {part} takes one value, its {name}. Allowed: {Allowed}.");
        string argument = arguments[0];
        string prefix = name + "=";
        if (argument.StartsWith(prefix, StringComparison.Ordinal)) argument = argument[prefix.Length..];
        double value = Number(text, part, name, argument);
        return value > 0 ? value : throw new SpecException($"{text}: {part}: {name} = {argument} must be above 0. To switch it off, "
            + $"leave {part} out.");
    }

    private static double Number(string text, string part, string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new SpecException($"{text}: {part}: {name} = '{value}' is not a number. Allowed: {Allowed}.");
}
