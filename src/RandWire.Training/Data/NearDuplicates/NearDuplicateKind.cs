namespace RandWire.Training.Data.NearDuplicates;

/// <summary>How two photos are related.</summary>
internal enum NearDuplicateKind
{
    /// <summary>The same picture: encoded again, resized, in gray, brighter.</summary>
    Copy,

    /// <summary>The same picture with left and right exchanged.</summary>
    Mirrored,

    /// <summary>A part of the other picture, or both share a large part.</summary>
    Crop,

    /// <summary>A mirrored part of the other picture.</summary>
    MirroredCrop,

    /// <summary>The same picture turned by a multiple of 90 degrees, perhaps mirrored as well.</summary>
    Rotated,

    /// <summary>The same scene with some difference, such as two shots of one burst.</summary>
    Similar,
}
