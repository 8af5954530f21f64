namespace RandWire.Networks.Families;

/// <summary>All networks of which something is published: the members of the families, and RandWire's presets.</summary>
public static class PublishedNetworks
{
    private const string PresetsFile = "presets.members";

    private static readonly Lazy<IReadOnlyList<FamilyMember>> Read = new(static () =>
        [.. OfPresets(), .. FamilyCatalog.All.SelectMany(static family => family.Members)]);

    /// <summary>All, the presets first, then family by family.</summary>
    public static IReadOnlyList<FamilyMember> All => Read.Value;

    private static List<FamilyMember> OfPresets()
    {
        System.Reflection.Assembly assembly = typeof(PublishedNetworks).Assembly;
        string name = assembly.GetManifestResourceNames().Single(static name => name.EndsWith(PresetsFile, StringComparison.Ordinal));
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        List<FamilyMember> members = [];
        while (reader.ReadLine() is { } line)
            if (line.StartsWith("member ", StringComparison.Ordinal)) members.Add(FamilyMemberReader.Read(line["member ".Length..], isDefined: true));
        return members;
    }
}
