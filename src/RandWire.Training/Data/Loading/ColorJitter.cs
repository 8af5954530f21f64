using RandWire.Engine;

namespace RandWire.Training.Data.Loading;

/// <summary>Brightness, contrast and saturation of one image, in this order, each followed by clamping to [0, 255].</summary>
internal static class ColorJitter
{
    public static void Apply(Augmentation augmentation, Seed seed, Span<float> image, int channels)
    {
        if (augmentation.Brightness > 0) Blend(image, 0, Factor(seed, 0, augmentation.Brightness));
        if (augmentation.Contrast > 0) Blend(image, Mean(image, channels), Factor(seed, 1, augmentation.Contrast));
        if (augmentation.Saturation > 0 && channels == 3) Saturate(image, Factor(seed, 2, augmentation.Saturation));
    }

    private static float Factor(Seed seed, ulong counter, double reach) => (float)(1 + reach * (2 * seed.Uniform(counter) - 1));

    private static void Blend(Span<float> image, float anchor, float factor)
    {
        float shift = anchor * (1 - factor);
        for (int i = 0; i < image.Length; i++) image[i] = Math.Clamp(image[i] * factor + shift, 0f, 255f);
    }

    private static void Saturate(Span<float> image, float factor)
    {
        for (int i = 0; i + 2 < image.Length; i += 3)
        {
            float grey = Grey(image[i], image[i + 1], image[i + 2]) * (1 - factor);
            image[i] = Math.Clamp(image[i] * factor + grey, 0f, 255f);
            image[i + 1] = Math.Clamp(image[i + 1] * factor + grey, 0f, 255f);
            image[i + 2] = Math.Clamp(image[i + 2] * factor + grey, 0f, 255f);
        }
    }

    private static float Mean(ReadOnlySpan<float> image, int channels)
    {
        double sum = 0;
        if (channels == 1)
        {
            foreach (float sample in image) sum += sample;
        }
        else
        {
            for (int i = 0; i + 2 < image.Length; i += 3) sum += Grey(image[i], image[i + 1], image[i + 2]);
        }
        return (float)(sum * channels / image.Length);
    }

    private static float Grey(float red, float green, float blue) => 0.299f * red + 0.587f * green + 0.114f * blue;
}
