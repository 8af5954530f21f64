using RandWire.Search;
using RandWire.Training;

namespace RandWire.Cli.Verbs;

/// <summary><c>try</c>: the main job in two minutes on the bundled images.</summary>
internal static class TryVerb
{
    private const double Seconds = 100;
    private static readonly string Sample = Path.Combine("samples", "fashion");

    public static Verb Create() => new("try", "Shows the main job in two minutes, on the bundled images.")
    {
        Examples =
        [
            new("into randwire-runs/try", "try"),
        ],
        LeavesFolder = true,
        Work = request => RunVerb.Run(request, FindSample(), Path.Combine("randwire-runs", "try"), Budget.OfTime(Seconds)),
    };

    private static string FindSample()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string sample = Path.Combine(folder.FullName, Sample);
            if (Directory.Exists(sample))
                return Path.GetRelativePath(Directory.GetCurrentDirectory(), sample);
        }

        throw new DataException($"The bundled images ({Sample}) are not beside this program. 'run' takes any folder with one subfolder of images per class.");
    }
}
