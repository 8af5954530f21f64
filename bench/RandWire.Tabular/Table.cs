using System.Globalization;

namespace RandWire.Tabular;

/// <summary>The accuracies of Nowak and Janik 2020: settings with five graphs each, every graph trained once on CIFAR-10 and some on CIFAR-100.</summary>
internal sealed class Table
{
    private Table(string[] settings, double[][] first, double[]?[] second) => (Settings, First, Second) = (settings, first, second);

    public const int Versions = 5;

    public string[] Settings { get; }

    /// <summary>CIFAR-10 accuracy in percent, by setting and version.</summary>
    public double[][] First { get; }

    /// <summary>CIFAR-100 accuracy in percent; null where the setting was not trained on it.</summary>
    public double[]?[] Second { get; }

    public static string Family(string setting) => setting.Split('_')[0];

    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidDataException">A setting does not have five versions, or a number cannot be read.</exception>
    public static Table Read(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Where(static line => line.Length > 0).Select(static line => line.Split(','))
            .Select(static cells => (Setting: cells[1], Version: int.Parse(cells[2], CultureInfo.InvariantCulture), First: Number(cells[3]), Second: cells[4].Length == 0 ? (double?)null : Number(cells[4])))
            .GroupBy(static row => row.Setting).Select(static group => (group.Key, Rows: group.OrderBy(static row => row.Version).ToArray())).ToArray();
        foreach ((string setting, var versions) in rows)
            if (versions.Length != Versions) throw new InvalidDataException($"{path}: {setting} has {versions.Length} versions, not {Versions}.");
        return new Table([.. rows.Select(static row => row.Key)], [.. rows.Select(static row => row.Rows.Select(static version => version.First).ToArray())],
            [.. rows.Select(static row => row.Rows.All(static version => version.Second is not null) ? row.Rows.Select(static version => version.Second!.Value).ToArray() : null)]);
    }

    /// <summary>The settings that were trained on both.</summary>
    public Table WithSecond()
    {
        int[] kept = [.. Enumerable.Range(0, Settings.Length).Where(s => Second[s] is not null)];
        return new Table([.. kept.Select(s => Settings[s])], [.. kept.Select(s => First[s])], [.. kept.Select(s => Second[s])]);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
