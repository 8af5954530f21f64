using RandWire.Networks;
using RandWire.Networks.Families;

namespace RandWire.Cli;

/// <summary>A published network beside what it costs here.</summary>
/// <param name="Family">Its family; <c>presets</c> for RandWire's own.</param>
/// <param name="Member">What is published.</param>
/// <param name="Cost">What comes out; null where it cannot be built.</param>
internal sealed record NetworkRow(string Family, FamilyMember Member, ProgramCost? Cost)
{
    /// <summary>Epochs over ImageNet's training images that are reckoned with: those of the paper's regular regime.</summary>
    public const int Epochs = 100;

    private const double ImagesOfImageNet = 1_281_167;
    private const int ClassesOfImageNet = 1000;

    public static NetworkRow Of(FamilyMember member) =>
        new(FamilyOf(member), member, member.IsDefined ? ProgramCost.Of(member.Create().Assemble().Program) : null);

    /// <summary>Seconds of a training on ImageNet at a rate of multiply-adds; null for networks of other data.</summary>
    public double? Seconds(double? rate) => rate is { } known and > 0 && Cost is not null && Member.Classes == ClassesOfImageNet
        ? 3 * Cost.MultiplyAddsConvFc * ImagesOfImageNet * Epochs / known : null;

    /// <summary>Whether a word stands in a network's text, its family's name or its source.</summary>
    public static bool Mentions(FamilyMember member, string word) => ((string[])[member.Text, FamilyOf(member), member.Source]).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string FamilyOf(FamilyMember member) => Presets.Knows(member.Text) ? "presets" : FamilyCatalog.All.FirstOrDefault(family => family.Members.Contains(member))?.Name ?? "";
}
