using RandWire.Graphs;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RandWire.Networks;
using RandWire.Training;

namespace RandWire.Search;

/// <summary>Writes what a finished study leaves: <c>best/</c>, <c>results.csv</c>, <c>epochs.csv</c>, <c>results.json</c>, and the manifest last. All of it follows from the
/// ledger, so what is missing or was changed is made again.</summary>
internal sealed class ResultsWriter(Ledger ledger, StudyContext context)
{
    private readonly string _folder = context.Options.Folder;

    /// <summary>Writes what is not there as it should be.</summary>
    /// <returns>In words, every file that was written.</returns>
    public IEnumerable<string> Write(StudyView study, StudyResults results, TrialRecord delivered, CancellationToken cancellation)
    {
        string best = Path.Combine(StudyFiles.Best(_folder), "model.safetensors");
        if (!IsDelivered(best))
        {
            if (!FinalModels.IsModelOf(Path.Combine(_folder, delivered.Outcome!.Model!), delivered))
                yield return $"{best} is missing or was changed, and is trained again: {delivered.Plan.Epochs} epochs, which end in the same bits.";
            string source = new FinalModels(ledger, context).PathOf(delivered, cancellation);
            AtomicFile.Write(best, stream =>
            {
                using FileStream file = File.OpenRead(source);
                file.CopyTo(stream);
            });
            ledger.Settle(EntryKinds.Delivered, HashOf(best));
            if (!IsDelivered(best)) throw new StudyException($"{best}: the delivered model was trained again and came to other bytes. The machine, its memory or the data changed; the ledger still holds the results.");
        }
        TrainedModel model = TrainedModel.Load(best);
        foreach ((string path, string text) in ((string, string)[])
            [(Path.Combine(StudyFiles.Best(_folder), "spec.json"), model.Spec.ToJson() + "\n"),
                (Path.Combine(StudyFiles.Best(_folder), "labels.txt"), string.Concat(model.Classes.Select(name => name.ReplaceLineEndings(" ") + "\n"))),
                (StudyFiles.Table(_folder), StudyTables.Trainings(study, results)), (StudyFiles.Epochs(_folder), StudyTables.Epochs(study)), (StudyFiles.Results(_folder), results.ToJson() + "\n")])
        {
            if (Holds(path, text)) continue;
            AtomicFile.WriteText(path, text);
            yield return $"{path} was missing or changed, and was written again from the study's ledger.";
        }
        if (RunManifest.Differs(_folder)) RunManifest.Write(_folder);
        StudyFiles.Delete(StudyFiles.Work(_folder), ignoreErrors: true);
    }

    private bool IsDelivered(string path) => File.Exists(path) && new FileInfo(path).Length > 0 && ledger.Find(EntryKinds.Delivered) == HashOf(path);

    // A length first: pipes and devices have none, and nobody is to wait for them.
    private static bool Holds(string path, string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text);
        return File.Exists(path) && new FileInfo(path).Length == wanted.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(wanted);
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
