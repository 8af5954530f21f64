using RandWire.Networks.Blocks;

namespace RandWire.Networks.Editing.Operators;

/// <summary>A part of one network in another.</summary>
internal static class Crossover
{
    public static (string Site, IEnumerable<NetworkSpec> Results) Apply(NetworkSpec spec, NetworkSpec other, Draws draws) =>
        draws.Coin() ? Stage(spec, other, draws) : Part(spec, other, draws);

    private static (string, IEnumerable<NetworkSpec>) Stage(NetworkSpec spec, NetworkSpec other, Draws draws)
    {
        int index = draws.Below(spec.Stages.Length);
        StageSpec old = spec.Stages[index];
        string site = FormattableString.Invariant($"stage{spec.StageNumber(index)}");
        StageSpec[] likely = [.. other.Stages.Where(stage => stage.Stride == old.Stride && stage.Wired is null == old.Wired is null)];
        if (likely.Length == 0) return (site, []);
        StageSpec chosen = draws.Of(likely);
        Import import = new(spec, other);
        StageSpec stage = chosen with { Body = import.Renamed(chosen.Body), First = chosen.First is { } first ? import.Renamed(first) : null };
        return (site, [Pruned(import.Into(spec) with { Stages = spec.Stages.SetItem(index, stage) })]);
    }

    private static (string, IEnumerable<NetworkSpec>) Part(NetworkSpec spec, NetworkSpec other, Draws draws)
    {
        List<(string Path, Block Block)> places = [.. spec.Places().Where(static place => IsPart(place.Block))];
        if (places.Count == 0) return ("", []);
        (string path, Block old) = draws.Of(places);
        Block[] likely = [.. other.Places().Select(static place => place.Block).Where(block => IsPart(block) && block.GetType() == old.GetType())];
        if (likely.Length == 0) return (path, []);
        Import import = new(spec, other);
        Block part = import.Renamed(draws.Of(likely));
        return (path, [Pruned(import.Into(spec.Replaced(path, part)))]);
    }

    private static bool IsPart(Block block) => block is Cell or Wired or Repeat or Mixed or Chain { Parts.Count: > 1 };

    // Without entries of let that nothing uses.
    private static NetworkSpec Pruned(NetworkSpec spec)
    {
        HashSet<string> used = [];
        Queue<Block> open = new([spec.Head.Block, .. spec.Stages.Select(static stage => stage.Body), .. spec.Stages.Where(static stage => stage.First is not null).Select(static stage => stage.First!)]);
        while (open.TryDequeue(out Block? block))
        {
            foreach (Named named in BlockTree.All(block).OfType<Named>())
                if (used.Add(named.Name) && spec.Blocks.Items.FirstOrDefault(entry => entry.Name == named.Name) is { } entry) open.Enqueue(entry.Block);
        }
        return used.Count == 0 && spec.Blocks.Count == 0 ? spec : spec with { Blocks = [.. spec.Blocks.Items.Where(entry => used.Contains(entry.Name))] };
    }

    /// <summary>The names that a part of another network brings along.</summary>
    private sealed class Import(NetworkSpec spec, NetworkSpec other)
    {
        private readonly Dictionary<string, string> _names = [];
        private readonly List<NamedBlock> _entries = [.. spec.Blocks.Items];

        public Block Renamed(Block block) => BlockTree.MapLeaves(block, leaf => leaf is Named named ? named with { Name = NameOf(named.Name) } : leaf);

        public NetworkSpec Into(NetworkSpec network) => network with { Blocks = [.. network.Blocks.Items, .. _entries.Skip(spec.Blocks.Count)] };

        private string NameOf(string name)
        {
            if (_names.TryGetValue(name, out string? known)) return known;
            if (other.Blocks.Items.FirstOrDefault(entry => entry.Name == name) is not { } entry) return name;
            Block block = Renamed(entry.Block);
            string own = name;
            for (int number = 2; _entries.Find(one => one.Name.Equals(own, StringComparison.OrdinalIgnoreCase)) is { } taken; number++)
            {
                if (taken.Name == own && taken.Block == block) return _names[name] = own;
                string ending = FormattableString.Invariant($"_{number}");
                own = name[..Math.Min(name.Length, 40 - ending.Length)] + ending;
            }
            _entries.Add(new NamedBlock(own, block));
            return _names[name] = own;
        }
    }
}
