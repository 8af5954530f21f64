using RandWire.Engine;
using RandWire.Graphs;
using RandWire.Networks;
using RandWire.Networks.Blocks;
using RandWire.Networks.Editing;
using Xunit;

namespace RandWire.Tests.Networks.Editing;

/// <summary>Edits: whatever they give is a network, and the same on every machine.</summary>
public sealed class EditSpecs
{
    private static readonly EditLimits Tight = new() { Operations = 500, TextLength = 8000, MultiplyAdds = 2_000_000_000 };

    public static TheoryData<EditKind> Kinds => [.. Edits.Kinds];

    [Fact]
    public void Every_kind_has_an_operator() => Assert.Equal(Enum.GetValues<EditKind>(), Edits.Kinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_edits_presets_and_families_and_gives_what_parses_back(EditKind kind)
    {
        // Some networks have nothing for a kind: no cell, or channels that must all agree. Those say so.
        int given = 0, tried = 0;
        foreach (NetworkSpec spec in SpecPool.Published)
            for (int seed = 0; seed < 2; seed++, tried++) if (Sound(Edits.Apply(spec, kind, Seed.From(seed)), spec)) given++;
        Assert.True(given > 3 * tried / 4, $"{kind}: {given} of {tried}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_gives_a_valid_network_or_none_for_random_networks(EditKind kind)
    {
        int given = 0;
        foreach (NetworkSpec spec in SpecPool.Random(60)) if (Sound(Edits.Apply(spec, kind, Seed.From(7)), spec)) given++;
        Assert.InRange(given, 10, 60);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_edit_at_a_place_changes_that_place_alone(EditKind kind)
    {
        NetworkSpec spec = SpecPool.Every;
        int given = 0;
        foreach (string place in Edits.Places(spec, kind))
        {
            if (Edits.Apply(spec, kind, Seed.From(3), place).Network is not { } edited) continue;
            given++;
            if (kind is EditKind.Widen or EditKind.Narrow && !place.Contains('/', StringComparison.Ordinal)) continue;
            Assert.Equal(spec, edited.With(place, spec.At(place)));
        }
        Assert.True(given > 0);
    }

    [Fact]
    public void Two_networks_cross_over()
    {
        int given = 0, tried = 0;
        NetworkSpec[] pool = SpecPool.Published;
        for (int i = 0; i < pool.Length; i++)
        {
            for (int j = 0; j < pool.Length; j += 2, tried++)
                if (Sound(Edits.Cross(pool[i], pool[j], Seed.From((100 * i) + j)), pool[i])) given++;
        }
        Assert.True(given > tried / 2, $"{given} of {tried}");
    }

    [Fact]
    public void A_part_that_comes_over_brings_its_names_and_leaves_none_behind()
    {
        NetworkSpec one = NetworkSpec.Parse("custom(input=8x8x3,classes=10) let(a=conv3x3+norm+relu) stage(channels=8,stride=1,repeat=2,body=a) head(body=mean+fc)");
        NetworkSpec other = NetworkSpec.Parse("custom(input=8x8x3,classes=10) let(b=norm+relu,a=conv5x5+b) stage(channels=16,stride=1,repeat=2,body=a) head(body=mean+fc)");
        HashSet<string> texts = [];
        for (int seed = 0; seed < 40; seed++) if (Edits.Cross(one, other, Seed.From(seed)).Network is { } crossed) texts.Add(crossed.Text);
        Assert.Contains("custom(input=8x8x3,classes=10) let(b=norm+relu,a_2=conv5x5+b) stage(channels=16,stride=1,repeat=2,body=a_2) head(body=mean+fc,dropout=0)", texts);
    }

    // Where an edit leads is part of journals and of what a search finds: it never changes.
    [Theory]
    [InlineData(EditKind.AddWire, "stage2/body/1", "bea56eca557fa1e8")]
    [InlineData(EditKind.RemoveWire, "stage2/body/1", "f9809a872e8a48c9")]
    [InlineData(EditKind.MoveWire, "stage2/body/1", "f30c497ce7cfc735")]
    [InlineData(EditKind.AddNode, "stage2/body/1", "90a891723c6e212e")]
    [InlineData(EditKind.RemoveNode, "stage2/body/1", "cd74a897b5916dcc")]
    [InlineData(EditKind.SwapOperation, "stage3/body/2/body/1", "84b57a8baa4b84ae")]
    [InlineData(EditKind.Widen, "stage4", "d69d34eda1e91bca")]
    [InlineData(EditKind.Narrow, "stage4", "b553be015f4580f0")]
    [InlineData(EditKind.InsertSkip, "stage6/body/q.w1", "6663e5f770728089")]
    public void The_same_seed_gives_the_same_network_everywhere(EditKind kind, string place, string id)
    {
        EditResult result = Edits.Apply(SpecPool.Every, kind, Seed.From(1));
        Assert.Equal(result, Edits.Apply(NetworkSpec.Parse(SpecPool.Every.Text), kind, Seed.From(1)));
        Assert.Equal((place, id), (result.Place, result.Network?.Id));
    }

    [Fact]
    public void Many_seeds_give_the_same_networks_everywhere()
    {
        NetworkSpec spec = SpecPool.Every, other = Presets.Create("cifar", SpecPool.SmallImages);
        IEnumerable<string?> edited = Enumerable.Range(0, 100).Select(seed => Edits.Any(spec, Seed.From(seed)).Network?.Id);
        IEnumerable<string?> crossed = Enumerable.Range(0, 40).Select(seed => Edits.Cross(spec, other, Seed.From(seed)).Network?.Id);
        byte[] ids = System.Text.Encoding.UTF8.GetBytes(string.Join(' ', edited.Concat(crossed)));
        Assert.Equal("dc081aa869a89ca3", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(ids))[..16]);
    }

    [Fact]
    public void Limits_hold_and_what_is_beyond_them_can_still_shrink()
    {
        NetworkSpec spec = SpecPool.Every;
        EditLimits limits = new() { Operations = spec.Lower().Operations.Length };
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.True(Edits.Apply(spec, EditKind.AddNode, Seed.From(seed), null, limits).Network is not { } grown || grown.Lower().Operations.Length <= limits.Operations);
            EditResult refused = Edits.Apply(spec, EditKind.AddNode, Seed.From(seed), "stage2/body/1", limits);
            Assert.Null(refused.Network);
            Assert.Contains("more than", refused.Refusal, StringComparison.Ordinal);
        }
        EditLimits none = new() { Operations = 1, TextLength = 1, Parameters = 1, MultiplyAdds = 1 };
        Assert.NotNull(Edits.Apply(spec, EditKind.RemoveNode, Seed.From(1), "stage2/body/1", none with { TextLength = 1 << 20 }).Network);
    }

    [Fact]
    public void A_place_that_takes_no_edit_of_the_kind_is_refused_with_those_that_do()
    {
        SpecException error = Assert.Throws<SpecException>(() => Edits.Apply(SpecPool.Every, EditKind.AddWire, Seed.From(1), "stage1/body"));
        Assert.Contains("AddWire does not apply at 'stage1/body'", error.Message, StringComparison.Ordinal);
        Assert.Contains("stage5/body", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conv7x7(C/4,pad=none)")]
    [InlineData("conv3x3(C/4,pad=ceil,stride)")]
    [InlineData("conv1x1(C/4,pad=none,groups=2,bias)")]
    [InlineData("conv3x1(C/4,stride=rows)")]
    [InlineData("dwconv3x3(pad=none,bias,dilation=2)")]
    [InlineData("maxpool3x3(stride,pad=ceil)")]
    [InlineData("avgpool3x3(pad=none)")]
    [InlineData("sepconv3x3(C/4,dilation=2)")]
    public void A_word_that_takes_less_does_not_come_into_the_place_of_one_that_says_more(string layer)
    {
        NetworkSpec spec = NetworkSpec.Parse($"custom(input=16x16x16,classes=10) stage(channels=16,stride=1,body={layer}+conv1x1) head(body=mean+fc)");
        for (int seed = 0; seed < 50; seed++) Sound(Edits.Apply(spec, EditKind.SwapOperation, Seed.From(seed)), spec);
    }

    [Fact]
    public void A_layer_that_code_gave_more_than_its_word_takes_is_refused()
    {
        NetworkSpec spec = NetworkSpec.Parse("custom(input=8x8x8,classes=10) stage(channels=8,stride=1,body=dwconv3x3) head(body=mean+fc)");
        Layer wrong = Layer.Of("dwconv3x3") with { Channels = Width.Parse("C/4") };
        Assert.Contains("is not allowed here", Assert.Throws<SpecException>(() => spec.With("stage1/body", wrong).Checked()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_goes_leaves_its_readers_what_it_read()
    {
        NetworkSpec spec = NetworkSpec.Parse("custom(input=8x8x8,classes=10) stage(stride=1,body=cell(a=(in>norm),b=sum(a>relu,in)+norm,out=sum(b>swish,in))) head(body=mean+fc)");
        HashSet<string> bodies = [.. Enumerable.Range(0, 20).Select(seed => Edits.Apply(spec, EditKind.RemoveNode, Seed.From(seed)).Network!.At("stage1").Text)];
        Assert.Equal(["cell(a=(in>norm),out=sum(a>swish,in>swish,in))", "cell(b=sum(in>relu,in)+norm,out=sum(b>swish,in))"], bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_random_stage_is_edited_wire_by_wire()
    {
        NetworkSpec spec = NetworkSpec.Parse("custom(input=8x8x8,classes=10) stage(channels=8,stride=1,wiring=dag(n=3,e=0-1.1-2)) head(body=mean+fc)");
        string Wiring(EditKind kind, int seed) => ((Wired)Edits.Apply(spec, kind, Seed.From(seed)).Network!.At("stage1")).Wiring.Text;
        string[] All(EditKind kind) => [.. Enumerable.Range(0, 40).Select(seed => Wiring(kind, seed)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["dag(n=3,e=0-1.0-2.1-2)"], All(EditKind.AddWire));
        Assert.Equal(["dag(n=3,e=0-1)", "dag(n=3,e=1-2)"], All(EditKind.RemoveWire));
        Assert.Equal(["dag(n=3,e=0-1.0-2)", "dag(n=3,e=0-2.1-2)"], All(EditKind.MoveWire));
        Assert.Equal(["dag(n=4,e=0-1.0-2.1-2.2-3)", "dag(n=4,e=0-1.1-2.1-3.2-3)", "dag(n=4,e=0-1.1-2.2-3)"], All(EditKind.AddNode));
        Assert.Equal(["dag(n=2,e=0-1)"], All(EditKind.RemoveNode));
        Assert.Equal(["dag(n=3,e=0-1.0-2.1-2)"], [.. All(EditKind.InsertSkip).Where(static text => text != "dag(n=3,e=0-1.1-2)")]);
    }

    [Fact]
    public void A_chain_of_edits_never_leaves_the_language() => Chain(600, 2019);

    [SlowFact]
    public void A_hundred_thousand_edits_never_leave_the_language() =>
        Parallel.For(0, 8, chain => Chain(12_500, 2020 + chain));

    // Networks that change by edits and cross over with each other; each goes back to its beginning from time to time.
    private static void Chain(int edits, long start)
    {
        NetworkSpec[] beginnings = [SpecPool.Every, .. SpecPool.Random(24), Presets.Create("tiny", SpecPool.SmallImages)];
        NetworkSpec[] current = [.. beginnings];
        int given = 0;
        for (int i = 0; i < edits; i++)
        {
            Seed seed = Seed.From(start).Child(i);
            int one = seed.Below(0, current.Length), other = seed.Below(1, current.Length);
            EditResult result = seed.Below(2, 8) == 0 ? Edits.Cross(current[one], current[other], seed, Tight) : Edits.Any(current[one], seed, Tight);
            if (!Sound(result, current[one])) continue;
            given++;
            current[one] = seed.Below(3, 200) == 0 ? beginnings[one] : result.Network!;
            Assert.True(current[one].Text.Length <= Tight.TextLength);
        }
        Assert.True(given > edits / 2, $"{given} of {edits}");
    }

    // Valid, changed, and read back from its text; or refused with a reason.
    private static bool Sound(EditResult result, NetworkSpec before)
    {
        if (result.Network is not { } network)
        {
            Assert.False(string.IsNullOrEmpty(result.Refusal));
            return false;
        }
        Assert.Null(result.Refusal);
        Assert.NotEqual(before, network);
        NetworkSpec read = NetworkSpec.Parse(network.Text);
        Assert.Equal(network, read);
        Assert.Equal(network.Id, read.Id);
        return true;
    }
}
