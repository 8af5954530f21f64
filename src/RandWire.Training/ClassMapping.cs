using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>Which class of a model a class of some data is: by name, whatever the order, and the data may lack some.</summary>
public sealed class ClassMapping
{
    private const int MostNamed = 8;

    private readonly int[] _labels;

    private ClassMapping(int[] labels, IReadOnlyList<string> model, IReadOnlyList<string> missing) => (_labels, Model, Missing) = (labels, model, missing);

    /// <summary>The model's classes, by its labels.</summary>
    public IReadOnlyList<string> Model { get; }

    /// <summary>The model's classes that the data does not have, in the model's order.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>What to tell about <see cref="Missing"/>; null when the data has every class.</summary>
    public string? Note => Missing.Count == 0 ? null
        : $"The data has no class {Names(Missing)}, which the model knows: {(Missing.Count == 1 ? "it counts" : "they count")} nowhere, and images put into "
            + $"{(Missing.Count == 1 ? "it" : "them")} are wrong.";

    /// <summary>Finds every class of the data among the model's.</summary>
    /// <param name="data">Names of the data's classes, by its labels.</param>
    /// <param name="model">Names of the model's classes, by its labels.</param>
    /// <param name="source">What to call the data in a refusal.</param>
    /// <exception cref="DataException">The model does not know a class of the data, or names two alike.</exception>
    public static ClassMapping Of(IReadOnlyList<string> data, IReadOnlyList<string> model, string source)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        for (int label = 0; label < model.Count; label++)
        {
            if (!known.TryAdd(model[label], label))
                throw new DataException($"The model names two of its classes '{model[label]}', so that images of {source} cannot be told apart by name. Train it again.");
        }
        string[] unknown = [.. data.Where(name => !known.ContainsKey(name))];
        if (unknown.Length > 0)
        {
            string[] alike = [.. unknown.Where(name => model.Contains(name, StringComparer.OrdinalIgnoreCase))];
            string hint = alike.Length > 0 ? $" Upper and lower case differ in {Names(alike)}: rename, and try again." : " Give data with classes of those names.";
            throw new DataException($"{source}: the model does not know {(unknown.Length == 1 ? "its class" : "its classes")} {Names(unknown)}; it knows {Names(model)}.{hint}");
        }
        return new ClassMapping([.. data.Select(name => known[name])], model, [.. model.Where(name => !data.Contains(name, StringComparer.Ordinal))]);
    }

    /// <summary>The same images with the model's labels.</summary>
    /// <param name="split">A split of the data.</param>
    public DatasetSplit Apply(DatasetSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return split.Relabelled(_labels, Model.Count);
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'")) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
}
