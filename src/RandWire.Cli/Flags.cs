using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace RandWire.Cli;

/// <summary>Makers of options whose refusals name what was given, what is allowed and what to do.</summary>
internal static class Flags
{
    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description };

    public static Option<string?> Text(string name, string placeholder, string description)
    {
        Option<string?> option = new(name) { Description = description, HelpName = placeholder };
        // An unset variable of a shell, mostly.
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && string.IsNullOrWhiteSpace(given))
                result.AddError($"{name} '{given}': it is empty. Write {name} <{placeholder}>, or leave it out.");
        });
        return option;
    }

    public static Option<string> Choice(string name, string description, string usual, params string[] allowed) => new(name)
    {
        Description = $"{description}: {string.Join(", ", allowed)}.",
        HelpName = name.TrimStart('-'),
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            string? match = allowed.FirstOrDefault(one => one.Equals(given, StringComparison.OrdinalIgnoreCase));
            if (match is null)
                result.AddError($"{name} {given}: unknown. Allowed: {string.Join(", ", allowed)}.");
            return match ?? usual;
        },
    };

    /// <summary>A whole number in a range; null when it is not given.</summary>
    public static Option<int?> Integer(string name, string placeholder, string description, int least, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
                return value;
            Refuse(result, name, given, most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}", $"{name} {Math.Max(least, 1)}");
            return null;
        },
    };

    /// <summary>A real number in a range, both ends allowed, or all but the least; null when it is not given.</summary>
    public static Option<double?> Real(string name, string placeholder, string description, double least, double most, bool aboveLeast = false) => new(name)
    {
        Description = description,
        HelpName = placeholder,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most && !(aboveLeast && value == least))
                return value;
            string allowed = aboveLeast ? $"a number above {Text(least)}, at most {Text(most)}" : $"a number from {Text(least)} to {Text(most)}";
            Refuse(result, name, given, $"{allowed}, with a point for the decimals", $"{name} {Text(aboveLeast ? Math.Min(0.2, most) : least)}");
            return null;
        },
    };

    /// <summary>A seed of any size, because other programs draw graphs with such.</summary>
    public static Option<BigInteger> Seed() => new("--seed")
    {
        Description = "Seed of everything random, a whole number. The same seed gives the same bits.",
        HelpName = "number",
        DefaultValueFactory = _ => BigInteger.One,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (BigInteger.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value))
                return value;
            Refuse(result, "--seed", given, "a whole number of any size and sign", "--seed 1");
            return BigInteger.One;
        },
    };

    /// <summary>A seed of 64 bits; null when it is not given.</summary>
    public static Option<long?> Seed(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
                return value;
            Refuse(result, name, given, "a whole number of 64 bits, of any sign", $"{name} 1");
            return null;
        },
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Refuse(ArgumentResult result, string name, string given, string allowed, string example) =>
        result.AddError($"{name} {given}: must be {allowed}. For example: {example}.");
}
