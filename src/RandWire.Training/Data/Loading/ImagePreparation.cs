using RandWire.Engine;

namespace RandWire.Training.Data.Loading;

/// <summary>Brings images to a network's input format, varied for training or plain for evaluation.</summary>
/// <remarks>A function of the image, the format, the augmentation and the seed. Holds scratch memory: one instance a thread.</remarks>
internal sealed class ImagePreparation
{
    // Children of an image's seed by number: a name would be encoded, and so allocate, for every image.
    private const long Crop = 0, Flip = 1, Jitter = 2, Cutout = 3;
    private readonly InputFormat _format;
    private readonly Augmentation _augmentation;
    private readonly Resampler _resampler = new();
    private readonly float[] _scaleRow, _shiftRow;
    private byte[] _converted = [];

    public ImagePreparation(InputFormat format, Augmentation augmentation)
    {
        _format = format;
        _augmentation = augmentation;
        _scaleRow = new float[format.Width * format.Channels];
        _shiftRow = new float[format.Width * format.Channels];
        for (int i = 0; i < _scaleRow.Length; i++)
        {
            int channel = i % format.Channels;
            _scaleRow[i] = 1 / (255 * format.Deviation[channel]);
            _shiftRow[i] = -format.Mean[channel] / format.Deviation[channel];
        }
    }

    /// <summary>Resizes, crops and normalizes.</summary>
    public void Evaluate(DecodedImage image, Span<float> destination)
    {
        Read(image, Region.Central(image.Height, image.Width, _format.Height, _format.Width), destination);
        Normalize(destination);
    }

    /// <summary>Varies, resizes, crops and normalizes.</summary>
    /// <param name="image">Any size.</param>
    /// <param name="seed">Of this image in this epoch.</param>
    /// <param name="destination">[H, W, C].</param>
    public void Train(DecodedImage image, Seed seed, Span<float> destination)
    {
        Read(image, TrainRegion(image, seed), destination);
        if (_augmentation.Flip && seed.Child(Flip).Bits(0) >> 63 == 1)
        {
            int row = _scaleRow.Length;
            for (int y = 0; y < _format.Height; y++) Samples.Mirror(destination.Slice(y * row, row), _format.Channels);
        }
        ColorJitter.Apply(_augmentation, seed.Child(Jitter), destination, _format.Channels);
        Normalize(destination);
        if (_augmentation.Cutout > 0) CutOut(seed.Child(Cutout), destination);
    }

    private Region TrainRegion(DecodedImage image, Seed seed)
    {
        if (_augmentation.ResizedCrop > 0) return RandomResizedCrop(image, seed.Child(Crop));
        Region central = Region.Central(image.Height, image.Width, _format.Height, _format.Width);
        int pad = _augmentation.CropPad;
        if (pad == 0) return central;

        Seed crop = seed.Child(Crop);
        double scale = central.Height / _format.Height;
        return central with
        {
            Top = central.Top + (crop.Below(0, 2 * pad + 1) - pad) * scale,
            Left = central.Left + (crop.Below(1, 2 * pad + 1) - pad) * scale,
        };
    }

    // Szegedy et al. 2015, section 6: a share of the area in [s, 1], aspect between 3/4 and 4/3, ten tries, then the center.
    private Region RandomResizedCrop(DecodedImage image, Seed seed)
    {
        double inputAspect = (double)_format.Width / _format.Height, reach = ExactMath.Log(4.0 / 3);
        for (ulong attempt = 0; attempt < 10; attempt++)
        {
            double share = _augmentation.ResizedCrop + (1 - _augmentation.ResizedCrop) * seed.Uniform(4 * attempt);
            double aspect = inputAspect * ExactMath.Exp(reach * (2 * seed.Uniform(4 * attempt + 1) - 1));
            double area = share * image.Height * image.Width;
            double width = Math.Round(Math.Sqrt(area * aspect)), height = Math.Round(Math.Sqrt(area / aspect));
            if (width < 1 || height < 1 || width > image.Width || height > image.Height) continue;

            double top = seed.Below(4 * attempt + 2, image.Height - (int)height + 1);
            double left = seed.Below(4 * attempt + 3, image.Width - (int)width + 1);
            return new Region(top, left, height, width);
        }
        double scale = Math.Min((double)image.Height / _format.Height, (double)image.Width / _format.Width);
        return Region.Centered(image.Height, image.Width, _format.Height * scale, _format.Width * scale);
    }

    private void Read(DecodedImage image, Region region, Span<float> destination)
    {
        ReadOnlySpan<byte> source = image.Pixels.Span;
        if (image.Channels != _format.Channels)
        {
            int length = image.Height * image.Width * _format.Channels;
            if (_converted.Length < length) _converted = new byte[length];
            if (image.Channels == 1) Samples.Spread(source, _converted.AsSpan(0, length));
            else Samples.Luma(source, _converted.AsSpan(0, length));
            source = _converted.AsSpan(0, length);
        }
        _resampler.Read(source, image.Height, image.Width, _format.Channels, region, Filter.Triangle,
            _format.Height, _format.Width, destination);
    }

    private void Normalize(Span<float> destination)
    {
        int row = _scaleRow.Length;
        for (int y = 0; y < _format.Height; y++) Samples.Scale(destination.Slice(y * row, row), _scaleRow, _shiftRow);
    }

    // DeVries and Taylor 2017: the square's center lies anywhere in the image, so it may be cut by the edges. 0 is the mean.
    private void CutOut(Seed seed, Span<float> destination)
    {
        int side = _augmentation.Cutout, height = _format.Height, width = _format.Width, channels = _format.Channels;
        int top = seed.Below(0, height) - side / 2, left = seed.Below(1, width) - side / 2;
        int firstColumn = Math.Max(left, 0), lastColumn = Math.Min(left + side, width);
        for (int y = Math.Max(top, 0); y < Math.Min(top + side, height); y++)
            destination[((y * width + firstColumn) * channels)..((y * width + lastColumn) * channels)].Clear();
    }
}
