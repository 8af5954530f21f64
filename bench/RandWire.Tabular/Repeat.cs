using RandWire.Engine;
using RandWire.Search;

namespace RandWire.Tabular;

/// <summary>One repeat: of every setting three versions may be trained, the other two judge.</summary>
internal sealed class Repeat
{
    private const int Trainable = 3;
    private readonly Table _table;
    private readonly int[][] _versions;
    private readonly Seed _seed;
    private readonly double _usual;

    public Repeat(Table table, Seed seed)
    {
        (_table, _seed) = (table, seed);
        _versions = [.. table.Settings.Select((_, s) => Shuffled(Table.Versions, seed.Child("versions").Child(s)))];
        _usual = Enumerable.Range(0, table.Settings.Length).Average(Held);
    }

    /// <summary>What the setting chosen is worth: the mean of the versions that were not trained, above that of all settings, in points of CIFAR-10.</summary>
    public double Gain(int setting) => Held(setting) - _usual;

    /// <summary>The same on CIFAR-100, all five versions.</summary>
    public double Transfer(int setting) => _table.Second[setting]!.Average() - _table.Second.Average(static versions => versions!.Average());

    /// <summary>One training of every setting, in random order, then the second, then the third.</summary>
    public IReadOnlyList<(int Setting, int Version)> Broad() =>
        [.. Enumerable.Range(0, Trainable).SelectMany(round => Shuffled(_table.Settings.Length, _seed.Child("broad").Child(round)).Select(s => (s, _versions[s][round])))];

    /// <summary>Three trainings of one setting after another, in random order.</summary>
    public IReadOnlyList<(int Setting, int Version)> Deep() =>
        [.. Shuffled(_table.Settings.Length, _seed.Child("broad").Child(0)).SelectMany(s => _versions[s].Take(Trainable).Select(version => (s, version)))];

    /// <summary>What the settings strategy trains: the same rule, with results eight trainings late.</summary>
    public IReadOnlyList<(int Setting, int Version)> Adaptive(int most, bool families)
    {
        const int Window = 8;
        int[] first = Shuffled(_table.Settings.Length, _seed.Child("broad").Child(0)), used = new int[_table.Settings.Length];
        List<(int Setting, int Version)> trained = [];
        SettingsModel? model = null;
        while (trained.Count < most)
        {
            int number = trained.Count;
            // Fitted anew for every window and not for every training, which eight workers in step would see.
            if (number >= 2 * Window && number % Window == 0) model = Fit(trained.Take(number - Window), families);
            IEnumerable<int> order = model is null ? first.Skip(number) : model.TopTwo(_seed.Child("adaptive").Child(number)).Order;
            int setting = order.First(s => used[s] < Trainable);
            trained.Add((setting, _versions[setting][used[setting]++]));
        }
        return trained;
    }

    public int BySingle(IEnumerable<(int Setting, int Version)> trained) => trained.MaxBy(pair => _table.First[pair.Setting][pair.Version]).Setting;

    public int ByMean(IEnumerable<(int Setting, int Version)> trained) =>
        trained.GroupBy(static pair => pair.Setting).MaxBy(group => group.Average(pair => _table.First[pair.Setting][pair.Version]))!.Key;

    public int ByModel(IEnumerable<(int Setting, int Version)> trained, bool families) => Array.IndexOf(_table.Settings, Fit(trained, families).BestSetting.Setting);

    private SettingsModel Fit(IEnumerable<(int Setting, int Version)> trained, bool families) => SettingsModel.Fit(
        [.. trained.Select(pair => new SettingObservation(_table.Settings[pair.Setting], $"v{pair.Version}", _table.First[pair.Setting][pair.Version]))],
        _table.Settings, families ? Table.Family : null);

    private double Held(int setting) => _versions[setting].Skip(Trainable).Average(version => _table.First[setting][version]);

    private static int[] Shuffled(int count, Seed seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        seed.Shuffle(order.AsSpan());
        return order;
    }
}
