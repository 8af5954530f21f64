using RandWire.Training.Data.NearDuplicates;

namespace RandWire.Training.Data;

/// <summary>Two photos that nearly equal each other although their pixels differ.</summary>
/// <param name="First">Where the one was found.</param>
/// <param name="Second">Where the other was found.</param>
/// <param name="Kind">How they differ, "copy", "mirrored", "crop", "mirrored crop", "rotated" or "similar".</param>
/// <param name="FirstClass">Class of the one.</param>
/// <param name="SecondClass">Class of the other.</param>
/// <param name="FirstSplit">Split of the one.</param>
/// <param name="SecondSplit">Split of the other.</param>
public sealed record NearDuplicate(
    string First, string Second, string Kind, string FirstClass, string SecondClass, string FirstSplit, string SecondSplit)
{
    internal static string Describe(NearDuplicateKind kind) => kind switch
    {
        NearDuplicateKind.Copy => "copy",
        NearDuplicateKind.Mirrored => "mirrored",
        NearDuplicateKind.Crop => "crop",
        NearDuplicateKind.MirroredCrop => "mirrored crop",
        NearDuplicateKind.Rotated => "rotated",
        _ => "similar",
    };
}
