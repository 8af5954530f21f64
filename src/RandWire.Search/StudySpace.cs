using RandWire.Engine;

namespace RandWire.Search;

/// <summary>What a study samples from, as its options say. One place, so that what a plan is costed from is what is drawn.</summary>
internal static class StudySpace
{
    /// <summary>Settings of a space that are written into a plan at most; of a larger space its corners stand there.</summary>
    public const int MostListed = 1000;

    /// <summary>Whether networks are points that are composed, not draws of generators.</summary>
    public static bool IsComposed(StudyOptions options) => ComposedSpaces.Knows(options.Space);

    /// <summary>The canonical text of a space; empty where there is none.</summary>
    /// <exception cref="Graphs.SpecException">It is none.</exception>
    public static string Canonical(string space) => space.Length == 0 ? "" : ComposedSpaces.Knows(space) ? ComposedSpaces.Canonical(space) : SearchSpace.Parse(space).Text;

    /// <summary>The settings: those of the space, the wirings that were named, or the paper's; of what is composed its own text.</summary>
    public static IReadOnlyList<string> Settings(StudyOptions options) =>
        IsComposed(options) ? [Canonical(options.Space)] : options.Space.Length > 0 ? SearchSpace.Parse(options.Space).Listed(MostListed) : options.Wirings.Count > 0 ? options.Wirings : Wirings.Paper;

    /// <summary>Whether networks cost nearly the same, whichever is drawn: one preset at one width.</summary>
    public static bool IsAlike(StudyOptions options) => options is { Space.Length: 0, Limits.Length: 0, IsOwnStrategy: false, Wirings.Count: <= 1 };

    /// <summary>Whether the strategy searches points: of what is composed all do, of generators those that are no strategy over settings.</summary>
    public static bool IsOverPoints(StudyOptions options) => options.MakePointStrategy is not null || (options.MakeStrategy is null && (IsComposed(options) || (!StrategyCatalog.Knows(options.Strategy) && PointStrategyCatalog.Knows(options.Strategy))));

    /// <summary>The canonical text of the strategy.</summary>
    /// <exception cref="Graphs.SpecException">It is none.</exception>
    public static string Strategy(StudyOptions options) =>
        options.IsOwnStrategy ? "own: " + options.Strategy : IsOverPoints(options) ? PointStrategyCatalog.Canonical(options.Strategy) : StrategyCatalog.Canonical(options.Strategy);

    /// <summary>The strategy over a preset's space.</summary>
    public static IStrategy Strategy(StudyOptions options, PresetSpace space, SelectionCriterion selection) =>
        options.MakeStrategy?.Invoke(space) ?? (IsOverPoints(options) ? options.MakePointStrategy?.Invoke(Points(options, space), selection) ?? PointStrategyCatalog.Make(options.Strategy, Points(options, space), selection)
            : StrategyCatalog.Make(options.Strategy, space, Ranges(options), Limits(options), selection));

    private static PointSpace Points(StudyOptions options, PresetSpace space) => IsComposed(options) ? ComposedSpaces.Read(options.Space, space.Images, wiring => space.Spec(wiring, 0), Limits(options))
        : new GeneratorSpace(Ranges(options) ?? SearchSpace.Read(space.Settings), space, Limits(options));

    private static SearchSpace? Ranges(StudyOptions options) => options.Space.Length > 0 ? SearchSpace.Parse(options.Space) : null;

    private static SearchLimits? Limits(StudyOptions options) => options.Limits.Length > 0 ? SearchLimits.Parse(options.Limits) : null;

    /// <summary>Seed of the strategy.</summary>
    public static Seed Seed(StudyOptions options) => Engine.Seed.From(options.WiringSeed ?? options.Seed);
}
