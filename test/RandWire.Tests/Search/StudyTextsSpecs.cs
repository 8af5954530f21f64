using System.Text.Json;
using System.Text.Json.Nodes;
using RandWire.Graphs;
using RandWire.Search;
using RandWire.Tests.Training;
using Xunit;

namespace RandWire.Tests.Search;

/// <summary>Texts of options: read before any data, and told by the option's name.</summary>
public sealed class StudyTextsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("space", "ws(k=2000000000,p=0.5)", "2000000000 is out of range", "[-1000000, 1000000]")]
    [InlineData("space", "ws(k=99999999999999999999999999999999,p=0.5)", "is out of range")]
    [InlineData("space", "ws(k=many,p=0.5)", "'many' is no number")]
    [InlineData("space", "ws(k=4,p=0.12345678901)", "more than 10 decimals")]
    [InlineData("space", "tree(n=4)", "no term of a space")]
    [InlineData("limit", "weight=3", "parameters=1M")]
    [InlineData("strategy", "magic", "is not known")]
    [InlineData("strategy", "grid(levels=1000)", "too many to list")]
    [InlineData("schedule", "sometimes", "is not known")]
    [InlineData("schedule", "screen(score=luck)", "There is no score 'luck'")]
    [InlineData("schedule", "hyperband", "follows from the budget")]
    [InlineData("scores", "none,snip", "none is an answer of its own", "--scores")]
    [InlineData("scores", "snip auto", "auto is an answer of its own", "--scores")]
    [InlineData("scores", "luck", "There is no score 'luck'")]
    [InlineData("scores", " , ", "names no score")]
    [InlineData("recipe", "lr=fast", "lr=fast")]
    [InlineData("recipe", "epochs=3", "epochs are planned from the budget")]
    [InlineData("recipe", "epochs=100000", "epochs are planned from the budget")]
    [InlineData("recipe", "batch=99999999999", "batch=99999999999 is out of range", "[1, 65536]")]
    [InlineData("wiring", "ws(k=4)", "p")]
    [InlineData("wiring", "nowhere.gml", "no such graph file", "--wiring")]
    [InlineData("preset", "huge", "--preset huge")]
    [InlineData("size", "4", "--size 4", "[8, 512]")]
    [InlineData("seeds", "0", "--seeds 0", "[1, 100]")]
    public void A_text_that_cannot_be_read_is_told_before_any_data_is_looked_for(string option, string text, params string[] parts)
    {
        StudyOptions usual = new() { DataPath = _folder["nowhere"], Folder = _folder["run"] };
        StudyOptions options = option switch
        {
            "space" => usual with { Space = text },
            "limit" => usual with { Limits = text },
            "strategy" => usual with { Strategy = text, Space = "ws(k=4,p=0..1) er(p=0..1) ws(k=2..100:2,p=0..1,width=1..4)" },
            "schedule" => usual with { Schedule = text, Trials = 5 },
            "scores" => usual with { Scores = text },
            "recipe" => usual with { Recipe = text },
            "wiring" => usual with { Wirings = [text] },
            "preset" => usual with { Preset = text },
            "size" => usual with { ImageSize = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) },
            _ => usual with { Seeds = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) },
        };
        string message = Assert.Throws<SpecException>(() => new Study(options)).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Everything_that_decides_a_study_is_compared_and_told_by_its_option()
    {
        StudyRequest request = new() { DataPath = "here", FullDataPath = "/here", Budget = "10m", Preset = "auto" };
        JsonObject fields = JsonSerializer.SerializeToNode(request, LedgerJson.Default.StudyRequest)!.AsObject();
        Assert.Empty(request.Differences(request with { DataPath = "there", FullDataPath = "/there" }));
        foreach (string name in fields.Select(field => field.Key).Where(name => name is not ("dataPath" or "fullDataPath")).ToArray())
        {
            JsonObject other = fields.DeepClone().AsObject();
            other[name] = fields[name] switch
            {
                JsonArray => new JsonArray("ba(m=2)"),
                JsonValue value when value.GetValueKind() == JsonValueKind.String => "other",
                JsonValue value when value.GetValueKind() == JsonValueKind.False => true,
                JsonValue => 1,
                _ => name.EndsWith("Column", StringComparison.Ordinal) ? "other" : 1,
            };
            string told = Assert.Single(JsonSerializer.Deserialize(other, LedgerJson.Default.StudyRequest)!.Differences(request));
            Assert.Matches("^--[a-z-]+( \\(with --class-weights\\))? was .+, now .+$", told);
            Assert.DoesNotContain(name + ":", told, StringComparison.Ordinal);
        }
        Assert.Equal(["--promote was accuracy, now loss", "--decoder was managed, now turbo"], (request with { PromotesByLoss = true, Decoder = RandWire.Training.Data.DecoderKind.Turbo }).Differences(request));
    }
}
