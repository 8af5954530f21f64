namespace RandWire.Networks.Families;

/// <summary>A network of which something is published: a <c>member</c> line of its family's file. Of one network there may be several, each with a source of its own.</summary>
/// <param name="Text">The member as it is asked for, such as <c>resnet(depth=50)</c>; of a network without a public definition its name.</param>
/// <param name="Size">Height and width of the images, in pixels.</param>
/// <param name="Classes">Classes of its data.</param>
/// <param name="Source">Where the accuracies and the published counts stand.</param>
public sealed record FamilyMember(string Text, int Size, int Classes, string Source)
{
    /// <summary>Whether the network can be built; one without a public definition (an <c>undefined</c> line) cannot, and has no counts of its own.</summary>
    public bool IsDefined { get; init; } = true;

    /// <summary>Parameters that must come out; null where the network is not defined.</summary>
    public long? Parameters { get; init; }

    /// <summary>Multiply-adds of convolutions and the classifier that must come out; null where they are not known.</summary>
    public PublishedCount? MultiplyAdds { get; init; }

    /// <summary>Parameters as they were published; null where that was not found.</summary>
    public PublishedCount? PublishedParameters { get; init; }

    /// <summary>Multiply-adds as they were published; null where that was not found.</summary>
    public PublishedCount? PublishedMultiplyAdds { get; init; }

    /// <summary>Accuracy of the first guess in percent, 0 to 100; null where it is not known.</summary>
    public decimal? Top1 { get; init; }

    /// <summary>Accuracy of the first five guesses in percent, 0 to 100; null where it is not known.</summary>
    public decimal? Top5 { get; init; }

    /// <summary>What the search for the network cost, with its source, or <c>not found</c>; null where nothing was searched.</summary>
    public string? Search { get; init; }

    /// <summary>What is to be known of the figures, such as a published count that does not come out; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The network itself: size and classes as here, color images.</summary>
    /// <exception cref="Graphs.SpecException">It has no public definition.</exception>
    public NetworkSpec Create() => IsDefined ? FamilyCatalog.Create(Text, new PresetOptions { Height = Size, Width = Size, Classes = Classes })
        : throw new Graphs.SpecException($"{Text} cannot be built: {Note ?? "no public definition was found"}.");
}
