using RandWire.Graphs;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing;
using RandWire.Networks.Forms;

namespace RandWire.Networks;

public sealed partial record NetworkSpec
{
    private const int MostPathsInMessage = 12;

    /// <summary>The block at a path.</summary>
    /// <remarks>
    /// A path is words between slashes. The first names a root: <c>let/NAME</c> (an entry of <c>let(...)</c>), <c>stageN</c> (numbered as everywhere, stem convolutions counted),
    /// <c>head</c> (the paper's head as a block, too). A stage has <c>stageN/body</c>, which <c>stageN</c> alone means too, and <c>stageN/first</c> where it has one; an edit of a repeated body
    /// edits all repetitions, and <c>b1</c>, <c>b2</c>, ... find what stands there. Then, by what the block is:
    /// <list type="bullet">
    /// <item>in a chain its parts by number, <c>1</c> the first: <c>stage3/body/2</c></item>
    /// <item>in a cell a node by its name, and <c>out</c>: what is done to the joined value (<c>f</c>); <c>f.w2</c> is what the second wire of f does on its way, and
    /// <c>f.w2~</c> the block that adapts it</item>
    /// <item>in a repeat <c>body</c> and <c>first</c>; in a mix <c>c1</c>, <c>c2</c>, ...; in a random stage <c>node</c>, the transform of all its nodes</item>
    /// </list>
    /// A name is a block of its own: what is behind it is edited under <c>let/NAME</c>.
    /// </remarks>
    /// <param name="path">Such as <c>stage3/body/f.w1</c>; all there are: <see cref="Paths"/>.</param>
    /// <exception cref="SpecException">There is nothing at the path; the message says what is there.</exception>
    public Block At(string path)
    {
        (string root, string[] words) = Rooted(path);
        Block block = Roots().First(one => one.Path == root).Block;
        foreach (string word in words) block = Child(block, word, path);
        return block;
    }

    /// <summary>The network with another block at a path, checked.</summary>
    /// <param name="path">See <see cref="At"/>.</param>
    /// <param name="block">What stands there instead.</param>
    /// <exception cref="SpecException">There is nothing at the path, or the result breaks a rule.</exception>
    public NetworkSpec With(string path, Block block) => Replaced(path, block).Checked();

    /// <summary>All paths that <see cref="At"/> knows, in the order of the text, blocks before what is in them.</summary>
    public IReadOnlyList<string> Paths() => [.. Places().Select(static place => place.Path)];

    /// <summary>All paths with their blocks.</summary>
    internal List<(string Path, Block Block)> Places()
    {
        List<(string, Block)> places = [];
        foreach ((string path, Block block) in Roots()) Collect(path, block);
        return places;

        void Collect(string path, Block block)
        {
            places.Add((path, block));
            foreach ((string word, Block child) in BlockTree.Children(block)) Collect($"{path}/{word}", child);
        }
    }

    /// <summary><see cref="With"/> without the check.</summary>
    internal NetworkSpec Replaced(string path, Block block)
    {
        (string root, string[] words) = Rooted(path);
        Block old = Roots().First(one => one.Path == root).Block;
        return WithRoot(root, Replaced(old, words, block, path));
    }

    /// <summary>Index of the stage that a path begins with, or -1.</summary>
    internal int StageIndex(string path)
    {
        string word = path.Split('/')[0];
        return word.StartsWith("stage", StringComparison.Ordinal) && TextTerm.TryInteger(word["stage".Length..], out int number)
            && number > Stem.Convolutions.Length && number <= Stem.Convolutions.Length + Stages.Length ? number - Stem.Convolutions.Length - 1 : -1;
    }

    private static Block Replaced(Block old, ReadOnlySpan<string> words, Block block, string path) => words.Length == 0 ? block
        : BlockTree.With(old, Word(old, words[0], path), Replaced(Child(old, words[0], path), words[1..], block, path));

    private NetworkSpec WithRoot(string root, Block block)
    {
        string[] words = root.Split('/');
        if (words[0] == "let") return this with { Blocks = [.. Blocks.Items.Select(entry => entry.Name == words[1] ? entry with { Block = block } : entry)] };
        if (words[0] == "head") return this with { Head = new HeadSpec(block, Head.Dropout) };
        int index = StageIndex(root);
        StageSpec stage = Stages[index];
        return this with { Stages = Stages.SetItem(index, words[1] == "first" ? stage with { First = block } : stage with { Body = block }) };
    }

    private IEnumerable<(string Path, Block Block)> Roots()
    {
        foreach (NamedBlock entry in Blocks) yield return ($"let/{entry.Name}", entry.Block);
        for (int i = 0; i < Stages.Length; i++)
        {
            string stage = FormattableString.Invariant($"stage{StageNumber(i)}");
            if (Stages[i].First is { } first) yield return (stage + "/first", first);
            yield return (stage + "/body", Stages[i].Body);
        }
        yield return ("head", Head.Block);
    }

    // The root of a path as Roots has it, and the words after it.
    private (string Root, string[] Words) Rooted(string path)
    {
        string[] words = path.Split('/');
        if (words[0] == "head") return ("head", words[1..]);
        if (words[0] == "let" && words.Length > 1 && Blocks.Items.Any(entry => entry.Name == words[1])) return ($"let/{words[1]}", words[2..]);
        if (StageIndex(path) is var index and >= 0)
        {
            string root = FormattableString.Invariant($"stage{StageNumber(index)}");
            if (words.Length == 1) return (root + "/body", []);
            StageSpec stage = Stages[index];
            string? which = words[1] switch
            {
                "body" => "body",
                "first" when stage.First is not null => "first",
                _ when Repetition(words[1], stage.Repeat) is { } time => time == 1 && stage.First is not null ? "first" : "body",
                _ => null,
            };
            if (which is not null) return ($"{root}/{which}", words[2..]);
        }
        throw Nowhere(path, "the network", Roots().Select(static root => root.Path));
    }

    private static int? Repetition(string word, int times) =>
        word.StartsWith('b') && TextTerm.TryInteger(word[1..], out int time) && time >= 1 && time <= times ? time : null;

    private static Block Child(Block block, string word, string path)
    {
        string known = Word(block, word, path);
        return BlockTree.Children(block).First(child => child.Word == known).Block;
    }

    private static string Word(Block block, string word, string path)
    {
        IReadOnlyList<(string Word, Block Block)> children = BlockTree.Children(block);
        if (block is Repeat repeat && Repetition(word, repeat.Times) is { } time) word = time == 1 && repeat.First is not null ? "first" : "body";
        if (children.Any(child => child.Word == word)) return word;
        if (block is Named named) throw new SpecException($"'{TextTerm.Short(path)}' goes into the name {named.Name}. Edit let/{named.Name}, or put another block in the name's place.");
        throw Nowhere(path, TextTerm.Short(block.Text), children.Select(static child => child.Word));
    }

    private static SpecException Nowhere(string path, string where, IEnumerable<string> there)
    {
        string[] words = [.. there];
        string more = words.Length > MostPathsInMessage ? ", ..." : "";
        string known = words.Length == 0 ? "Nothing is within it" : "There are: " + string.Join(", ", words.Take(MostPathsInMessage)) + more;
        return new SpecException($"'{TextTerm.Short(path)}': that path leads nowhere in {where}. {known}.");
    }
}
