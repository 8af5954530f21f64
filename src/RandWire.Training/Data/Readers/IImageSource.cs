using RandWire.Training.Data.Images;

namespace RandWire.Training.Data.Readers;

/// <summary>Where the pixels of a data set come from. <see cref="Decode"/> and <see cref="Read"/> are safe from many threads.</summary>
internal interface IImageSource : IDisposable
{
    /// <summary>Images, readable or not.</summary>
    int Count { get; }

    /// <summary>Images held in memory.</summary>
    int CachedImages { get; }

    /// <summary>Bytes of all decoded images, held or not.</summary>
    long DecodedBytes { get; }

    /// <summary>Path relative to the root, or "file#index".</summary>
    string Source(int image);

    /// <summary>How files become samples; chosen before anything that is kept is decoded.</summary>
    ImageReading Reading { get; set; }

    /// <summary>The image as it is in the source.</summary>
    /// <exception cref="InvalidDataException">Not readable; the message is the reason alone.</exception>
    DecodedFile Decode(int image);

    /// <summary>Offers a decoded image to the cache; called at most once for each image, before any <see cref="Read"/>.</summary>
    void Keep(int image, DecodedImage decoded);

    /// <summary>The image as it is used: from the cache, or decoded now.</summary>
    /// <exception cref="InvalidDataException">No longer readable; the message names the file.</exception>
    DecodedImage Read(int image);
}
