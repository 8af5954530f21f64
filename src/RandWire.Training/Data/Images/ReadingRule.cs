using System.Globalization;

namespace RandWire.Training.Data.Images;

/// <summary>Chooses one reading for a whole data set from what its pictures are, whatever their order and labels.</summary>
internal static class ReadingRule
{
    /// <summary>The reading of a data set.</summary>
    /// <remarks>Background: white, black or mid-gray, the one in which the fewest pictures vanish, and the first of these when several are equal. Depth: from 0 to
    /// the smallest power of two, 8 bits or more, that holds every 16-bit sample; but where all samples lie within a quarter of that, from the lowest to the
    /// highest.</remarks>
    public static ImageReading Choose(IEnumerable<PictureFacts> facts, DecoderKind decoder)
    {
        int white = 0, black = 0, gray = 0, lowest = ushort.MaxValue, highest = 0;
        bool deep = false;
        foreach (PictureFacts picture in facts)
        {
            if (picture.VanishesInWhite) white++;
            if (picture.VanishesInBlack) black++;
            if (picture.VanishesInGray) gray++;
            if (!picture.IsDeep) continue;
            deep = true;
            (lowest, highest) = (Math.Min(lowest, picture.LowestSample), Math.Max(highest, picture.HighestSample));
        }
        (int low, int high) = deep ? Window(lowest, highest) : (0, ushort.MaxValue);
        return new ImageReading
        {
            Decoder = decoder,
            Background = white <= black && white <= gray ? (byte)255 : black <= gray ? (byte)0 : (byte)128,
            DepthLow = low,
            DepthHigh = high,
        };
    }

    /// <summary>What a user is told of the reading: a line for transparency and one for depth, where the data set has such pictures.</summary>
    public static IReadOnlyList<string> Describe(ImageReading reading, IEnumerable<PictureFacts> facts)
    {
        int dim = 0, transparent = 0, deep = 0, vanishing = 0, onWhite = 0;
        foreach (PictureFacts picture in facts)
        {
            if (picture.IsTransparent) transparent++;
            if (picture.IsDeep) deep++;
            if (IsDim(reading, picture)) dim++;
            if (picture.VanishesInWhite) onWhite++;
            if (reading.Background switch { 255 => picture.VanishesInWhite, 0 => picture.VanishesInBlack, _ => picture.VanishesInGray }) vanishing++;
        }
        List<string> lines = [];
        if (transparent > 0)
        {
            string color = reading.Background switch { 255 => "white", 0 => "black", byte level => string.Create(CultureInfo.InvariantCulture, $"gray ({level})") };
            string reason = reading.Background != 255 && onWhite > 0 ? string.Create(CultureInfo.InvariantCulture, $": on white {onWhite:N0} would hardly be seen") : "";
            string left = vanishing > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {vanishing:N0} can hardly be seen on it") : "";
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{transparent:N0} {(transparent == 1 ? "picture has" : "pictures have")} transparent pixels, laid over {color}{reason}{left}"));
        }
        if (deep > 0)
        {
            string lost = dim == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $"; {dim:N0} of them use less than a sixteenth of that range and lose nearly all detail: does one outlying sample decide it?");
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{deep:N0} {(deep == 1 ? "picture has" : "pictures have")} 16 bits a sample: {reading.DepthLow} to {reading.DepthHigh} become 0 to 255 in all of them{lost}"));
        }
        return lines;
    }

    /// <summary>Why a picture can hardly be seen in a reading; null when it can.</summary>
    public static string? Doubt(ImageReading reading, PictureFacts picture)
    {
        bool vanishes = reading.Background switch { 255 => picture.VanishesInWhite, 0 => picture.VanishesInBlack, _ => picture.VanishesInGray };
        if (vanishes) return string.Create(CultureInfo.InvariantCulture, $"what is visible of it can hardly be told from the gray level {reading.Background} that transparent pixels are laid over");
        return IsDim(reading, picture)
            ? string.Create(CultureInfo.InvariantCulture, $"its 16-bit samples, {picture.LowestSample} to {picture.HighestSample}, use little of the range {reading.DepthLow} to {reading.DepthHigh} that is read")
            : null;
    }

    // Fewer than sixteen of 256 levels are left of it.
    private static bool IsDim(ImageReading reading, PictureFacts picture) => picture.IsDeep
        && (Math.Min(picture.HighestSample, reading.DepthHigh) - Math.Max(picture.LowestSample, reading.DepthLow)) * 16 < reading.DepthHigh - reading.DepthLow;

    private static (int Low, int High) Window(int lowest, int highest)
    {
        int bits = 8;
        while (highest >> bits != 0) bits++;
        int window = (1 << bits) - 1;
        if ((highest - lowest) * 4 >= window) return (0, window);
        // One value alone: still a window of width 1 within 16 bits.
        return highest > lowest ? (lowest, highest) : highest == ushort.MaxValue ? (highest - 1, highest) : (lowest, lowest + 1);
    }
}
