using RandWire.Graphs;
using RandWire.Networks.Forms;

namespace RandWire.Networks.Families;

/// <summary>All families.</summary>
public static class FamilyCatalog
{
    private static readonly Lazy<Family[]> Read = new(ReadAll);

    /// <summary>All families, by name.</summary>
    public static IReadOnlyList<Family> All => Read.Value;

    /// <summary>The family that a text such as <c>resnet(depth=20)</c> names, or null where it names none, or holds more than one term.</summary>
    public static Family? Find(string text)
    {
        string name = text.Trim();
        int open = name.IndexOf('(', StringComparison.Ordinal);
        if (open >= 0)
        {
            if (name.IndexOf(')', StringComparison.Ordinal) != name.Length - 1) return null;
            name = name[..open];
        }
        return Array.Find(Read.Value, family => family.IsNamed(name.Trim()));
    }

    /// <summary>A member of the family that a text names, with random stages where a wiring is given.</summary>
    /// <param name="text">Such as <c>densenet(depth=121)</c>.</param>
    /// <param name="options">Images, classes, dropout; where a wiring is named, random stages take the place of the repeated bodies: <see cref="MacroForm"/>.</param>
    /// <exception cref="SpecException">No family has that name, or a parameter is out of range.</exception>
    public static NetworkSpec Create(string text, PresetOptions options)
    {
        Family family = Find(text)
            ?? throw new SpecException($"'{TextTerm.Short(text)}' is no family. Known: {string.Join(", ", All.Select(static family => family.Name))}; write resnet(depth=20).");
        if (options.Wiring is null && options.Node != NodeSpec.Paper)
            throw new SpecException($"{family.Name}: a node ({options.Node.Transform.Text}) belongs to random stages. Name their wiring too: --wiring \"{Presets.UsualWiring}\".");
        if (options.Wiring is null && options.SeedPerStage)
            throw new SpecException($"{family.Name}: seeds for each stage belong to random stages. Name their wiring too: --wiring \"{Presets.UsualWiring}\".");
        NetworkSpec member = family.Create(text.Trim(), options);
        return options.Wiring is not null ? MacroForm.WithRandomStages(member, options) : member;
    }

    private static Family[] ReadAll()
    {
        System.Reflection.Assembly assembly = typeof(FamilyCatalog).Assembly;
        List<Family> families = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".net", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            families.AddRange(Family.ReadAll(reader.ReadToEnd()));
        }
        return [.. families.OrderBy(static family => family.Name, StringComparer.Ordinal)];
    }
}
