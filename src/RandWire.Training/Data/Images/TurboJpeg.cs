using System.Runtime.InteropServices;
using RandWire.Graphs;
using RandWire.Training.Data.Images.Jpeg;

namespace RandWire.Training.Data.Images;

/// <summary>JPEG by the system's libturbojpeg, for those who ask for it: its C interface of version 2, which version 3 keeps.</summary>
internal static class TurboJpeg
{
    private const int Rgb = 0, Gray = 6, Cmyk = 11, Accurate = 4096;

    private static readonly nint Library = Load();

    private static readonly Create? InitDecompress = Export<Create>("tjInitDecompress");

    private static readonly Decompress? Decompress2 = Export<Decompress>("tjDecompress2");

    private static readonly Release? Destroy = Export<Release>("tjDestroy");

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Create();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Decompress(nint handle, byte[] file, CULong length, byte[] samples, int width, int pitch, int height, int format, int flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Release(nint handle);

    /// <summary>Whether the library is there.</summary>
    public static bool IsThere => InitDecompress != null && Decompress2 != null && Destroy != null;

    /// <exception cref="SpecException">The library is not installed.</exception>
    /// <exception cref="InvalidDataException">Damaged, too large, or a kind of JPEG that is not read.</exception>
    public static StoredPicture Decode(byte[] buffer, int length)
    {
        if (!IsThere)
        {
            throw new SpecException("--decoder turbo needs libturbojpeg, which is not installed here: install the package libturbojpeg0 (Debian, Ubuntu), libturbojpeg "
                + "or jpeg-turbo (others), or leave the option out: the default decoder needs nothing.");
        }
        JpegFile jpeg = JpegFile.Walk(buffer.AsSpan(0, length));
        // Without an end marker libturbojpeg warns whether the picture is whole or not.
        if (jpeg.Note != null) return JpegFile.Decode(buffer.AsSpan(0, length));
        (int height, int width) = (jpeg.Frame!.Height, jpeg.Frame.Width);
        int stored = jpeg.Frame.Components.Length;
        byte[] samples = GC.AllocateUninitializedArray<byte>(height * width * stored);
        nint handle = InitDecompress!();
        if (handle == 0) throw new InvalidDataException("libturbojpeg cannot be started");
        try
        {
            int format = stored switch { 1 => Gray, 3 => Rgb, _ => Cmyk };
            int failed = Decompress2!(handle, buffer, new CULong((nuint)length), samples, width, 0, height, format, Accurate);
            // An error or a warning: our own reader, which gives the same samples, tells harmless oddities from damage, and names it.
            if (failed != 0) return JpegFile.Decode(buffer.AsSpan(0, length));
        }
        finally
        {
            Destroy!(handle);
        }
        if (stored == 4) samples = JpegColor.FromCmyk(samples);
        return new StoredPicture(height, width, stored == 1 ? 1 : 3) { Bytes = samples, Orientation = jpeg.Orientation, Note = jpeg.Note };
    }

    private static nint Load()
    {
        foreach (string name in (string[])["libturbojpeg.so.0", "libturbojpeg.so", "turbojpeg.dll", "libturbojpeg.dll", "libturbojpeg.0.dylib", "libturbojpeg.dylib"])
        {
            if (NativeLibrary.TryLoad(name, out nint library)) return library;
        }
        return 0;
    }

    private static T? Export<T>(string name)
        where T : Delegate => Library != 0 && NativeLibrary.TryGetExport(Library, name, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
