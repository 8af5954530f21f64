namespace RandWire.Training.Data.Images;

/// <summary>A decoded picture and what was found out beside it.</summary>
/// <param name="Image">Opaque samples of 8 bits, upright.</param>
/// <param name="Facts">What the data set's reading is chosen by.</param>
internal readonly record struct DecodedFile(DecodedImage Image, PictureFacts Facts);
