using System.Text;
using Xunit;

namespace RandWire.EndToEnd;

/// <summary>Wrong command lines: exit code 2, what was given, what is allowed.</summary>
public sealed class RefusalSpecs
{
    [Theory]
    [InlineData("run")]
    [InlineData("train")]
    [InlineData("status")]
    [InlineData("list")]
    [InlineData("report")]
    [InlineData("worker")]
    [InlineData("evaluate")]
    public void An_empty_argument_is_refused_as_one(string verb)
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, verb == "evaluate" ? [verb, "", ""] : [verb, ""]).Exits(2).Complains("is empty");
    }

    [Fact]
    public void Out_that_means_standard_output_is_told_to_be_json()
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, "cost", "--preset", "tiny", "--out", "-").Exits(2).Complains("--json");
        Assert.False(File.Exists(folder["-"]));
    }

    [Theory]
    [InlineData("ws(n=32,k=5,p=0.75)", "k = 5", "even")]
    [InlineData("ws(n=32,k=40,p=0.75)", "40")]
    [InlineData("ws(n=32,k=4,p=1.5)", "1.5")]
    [InlineData("er(n=32,p=-0.1)", "-0.1")]
    [InlineData("ba(n=5,m=5)", "5")]
    [InlineData("ba-star(n=5,m=0)", "0")]
    [InlineData("er(n=1000000,p=0.5)", "1000000")]
    [InlineData("ws(k=4,p=0.75)", "n")]
    [InlineData("tree(n=4)", "tree", "er")]
    [InlineData("ws(n=32,k=4,p=0.75", ")")]
    public void A_graph_out_of_range_is_refused_by_name(string model, params string[] named)
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, "graph", model).Exits(2).Complains(named);
    }

    [Theory]
    [InlineData("evaluate|data", "<model> or <data> is missing")]
    [InlineData("evaluate|a.safetensors|data|--network|b.safetensors", "a.safetensors", "b.safetensors", "both name a model")]
    [InlineData("predict|--network|a.safetensors", "<image> is missing")]
    [InlineData("evaluate|--network|resnet(depth=20)|data", "no weights yet", "train <data>")]
    [InlineData("evaluate|--network", "--network")]
    [InlineData("predict|--network|a|--network|b|x", "--network")]
    [InlineData("cost|tiny|--out|", "--out", "empty")]
    [InlineData("draw|tiny|--out|", "--out", "empty")]
    [InlineData("graph|ws(n=8,k=2,p=0.5)|--seed|seven", "--seed", "seven", "whole number")]
    [InlineData("graph|ws(n=8,k=2,p=0.5)|--format|png", "--format", "png", "dot")]
    [InlineData("graph", "graph")]
    [InlineData("cost|--preset|huge", "--preset", "huge", "small")]
    [InlineData("cost|--channels|0", "--channels 0", "from 1 to 8192")]
    [InlineData("cost|--size|big", "--size", "big", "224x160")]
    [InlineData("cost|--threads|0", "--threads", "0")]
    [InlineData("cost|--seed|99999999999999999999", "64 bits")]
    [InlineData("bench|--batch|0", "--batch 0", "from 1 to 65536")]
    [InlineData("bench|--size|0", "--size 0", "224x160")]
    [InlineData("bench|--repetitions|0", "--repetitions 0", "from 1 to 1000")]
    [InlineData("bench|ws(n=8,k=2,p=0.5)", "a graph alone", "--preset")]
    [InlineData("fly", "fly")]
    [InlineData("run|.|--budget|soon", "soon", "10m", "5TMAC")]
    [InlineData("run|.|--budget|0m", "0m")]
    [InlineData("train|.|--epochs|many", "--epochs", "many")]
    [InlineData("train|.|--validation|2", "--validation", "2", "0.9")]
    public void A_wrong_option_is_refused_with_what_is_allowed(string commandLine, params string[] named)
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, commandLine.Split('|')).Exits(2).Complains(named);
    }

    [Theory]
    [InlineData("run|nowhere", "nowhere")]
    [InlineData("train|nowhere", "nowhere")]
    [InlineData("data|check|nowhere", "nowhere")]
    [InlineData("evaluate|nowhere.safetensors|.", "nowhere")]
    [InlineData("predict|nowhere.safetensors|.", "nowhere")]
    [InlineData("draw|nowhere.gml", "nowhere")]
    [InlineData("graph|nowhere.gml", "nowhere")]
    [InlineData("cost|nowhere.json", "nowhere")]
    public void A_file_that_is_not_there_is_named(string commandLine, string named)
    {
        using TestFolder folder = new();
        RandWireProcess.Run(folder, commandLine.Split('|')).Exits(3).Complains(named);
    }

    [Fact]
    public void A_vector_width_that_does_not_exist_is_refused()
    {
        using TestFolder folder = new();
        RandWireProcess.Start(folder, [("RANDWIRE_SIMD", "1024")], "doctor").Wait().Exits(2).Complains("RANDWIRE_SIMD", "1024", "scalar");
    }

    [Fact]
    public void A_spec_with_an_unknown_field_is_refused_by_the_field_s_name()
    {
        using TestFolder folder = new();
        folder.WriteStripes("data", classes: 2, perClass: 12);
        RandWireProcess.Run(folder, "train", "data", "--preset", "tiny", "--epochs", "1", "--out", "run").Exits(0);
        string spec = File.ReadAllText(folder["run/spec.json"]);
        int brace = spec.IndexOf('{', StringComparison.Ordinal);
        folder.Write("wrong.json", spec.Insert(brace + 1, "\"colour\": \"blue\", "));
        RandWireProcess.Run(folder, "cost", folder["run/spec.json"]).Exits(0);
        RandWireProcess.Run(folder, "cost", folder["wrong.json"]).Exits(2).Complains("colour");
    }

    [Fact]
    public void Control_characters_of_a_name_never_reach_the_terminal()
    {
        using TestFolder folder = new();
        CliResult refused = RandWireProcess.Run(folder, "graph", "\u001b[31mred(n=4)").Exits(2);
        Assert.DoesNotContain('\u001b', refused.Error);
    }

    [Fact]
    public void A_full_disk_is_named_and_not_a_stack_trace()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using TestFolder folder = new();
        CliResult full = RandWireProcess.Shell(folder, "$RANDWIRE graph 'ws(n=20000,k=4,p=0.5)' > /dev/full");
        full.Exits(6).Complains("space");
    }

    [Fact]
    public void A_reader_that_leaves_is_no_error()
    {
        using TestFolder folder = new();
        CliResult piped = RandWireProcess.Shell(folder, "$RANDWIRE graph 'ws(n=20000,k=4,p=0.5)' | head -n 1").Exits(0);
        Assert.Equal("20000", piped.Lines[0]);
        Assert.Equal("", piped.Error);
    }

    [Fact]
    public void Every_refusal_is_on_the_error_stream_alone()
    {
        using TestFolder folder = new();
        CliResult refused = RandWireProcess.Run(folder, "graph", "ws(n=32,k=5,p=0.75)", "--json").Exits(2);
        Assert.Equal("", refused.Output);
        Assert.True(Encoding.UTF8.GetByteCount(refused.Error) < 600, refused.Error);
    }
}
