using RandWire.Graphs;
using System.CommandLine;
using System.Globalization;
using System.Text;
using RandWire.Engine;
using RandWire.Networks;
using RandWire.Reports;
using RandWire.Training;
using RandWire.Training.Data;

namespace RandWire.Cli.Verbs;

/// <summary><c>train</c>: one network, trained in full, tested once, left as a model. The same command resumes it.</summary>
internal static class TrainVerb
{
    private static readonly DataFlags Data = new() { IsTraining = true };
    private static readonly NetworkFlags Network = new(withAuto: true, NetworkFlags.Auto);
    private static readonly Option<int?> Epochs = Flags.Integer("--epochs", "n", "Passes over the training images. [default: 20; small 250 and regular 100, as in the paper]", 1, 100_000);
    private static readonly Option<int?> Batch = Flags.Integer("--batch", "n", "Images in a step. [default: by the number of images]", 1, 65_536);
    private static readonly Option<double?> Rate = Flags.Real("--lr", "rate", "Peak learning rate. [default: by the batch]", 1e-8, 1e3);
    private static readonly Option<long?> WiringSeed = Flags.Seed("--wiring-seed", "Seed of the graphs that wire the stages, where they are drawn. [default: --seed]");
    private static readonly Option<string?> RecipeText = Flags.Text("--recipe", "text",
        "Other fields of the recipe, such as \"decay=5e-4 average=0.99 augment=crop(pad=4)+flip+cutout(8)\".");

    private static readonly Option<bool> WithValidation = Flags.Switch("--with-validation", "Trains on the validation images too, and judges by none: the last training of a run.");
    private static readonly Option<int?> KeptSide = Flags.Integer("--kept-side", "pixels", "Longer side to which larger photos are scaled down when they are read. [default: three times the input's, at least 512]", 8, 65_536);

    public static Verb Create()
    {
        Verb verb = new("train", "Trains one network, randomly wired or hand-made, and tests it.")
        {
            Details = "Stopped or killed, the same command goes on where it was and ends in the same bits. The folder gets model.safetensors, spec.json, labels.txt, history.csv, wiring.svg and report.html. Fields of a recipe: " + Recipe.Fields + ".",
            Examples =
            [
                new("everything else chosen and told", "train samples/fashion --epochs 5"),
                new("everything said", "train photos --preset cifar --wiring \"ws(k=4,p=0.75)\" --seed 2 --size 64 --out runs/photos"),
                new("a hand-made network", "train cifar-10-batches-bin --network \"resnet(depth=20)\" --epochs 60"),
                new("its stages wired at random", "train cifar-10-batches-bin --network \"resnet(depth=20)\" --wiring \"ws(k=4,p=0.75)\" --node conv3x3"),
                new("smaller images in the first epochs", "train photos --preset cifar --size 48 --epochs 30 --recipe \"earlysize=32 earlyepochs=12\""),
                new("the same wiring and split, trained from another start", "train photos --preset cifar --seed 2 --wiring-seed 1 --split-seed 1 --out runs/again"),
                new("one event a line", "train cifar-10-batches-bin --preset cifar --epochs 10 --json"),
            ],
            LeavesFolder = true,
            Work = Train,
        };
        verb.Arguments.Add(Data.Path);
        Network.AddTo(verb);
        foreach (Option option in (Option[])[Epochs, Batch, Rate, ClassWeightFlag.Option, RecipeText, WiringSeed, WithValidation, KeptSide])
            verb.Options.Add(option);
        Data.AddOptions(verb);
        return verb;
    }

    private static ExitCode Train(Request request)
    {
        Screen screen = request.Screen;
        string folder = request.Out ?? RunFolder.For(request.Value(Data.Path), "-train");
        using FolderLock taken = RunFolder.TakeForTraining(folder);
        DatasetOptions split = Data.Options(request) with
        {
            MaxSide = request.Value(KeptSide) ?? DatasetOptions.KeptSide(Network.Size(request) is (int height, int width) ? Math.Max(height, width) : null),
            CacheFolder = folder,
        };
        using Dataset dataset = Data.Open(request, split);
        TrainingChoice choice = TrainingChoice.Make(Network.Preset(request), Network.Network(request), Network.Size(request), request.Value(Epochs), dataset, options => Network.Complete(request, options, request.Value(WiringSeed)), Network.Match(request));
        TensorShape input = choice.Network.Input;
        Recipe recipe = Completed(request, choice.Recipe);
        TrainingTable table = new(recipe.Epochs);
        TrainingSetup setup = new()
        {
            Network = choice.Network,
            Recipe = recipe,
            Classes = dataset.Classes,
            Format = InputFormat.Measure(dataset.Train, input.Height, input.Width, input.Channels),
            Train = request.Value(WithValidation) ? dataset.Train.Concat(dataset.Validation) : dataset.Train,
            Validation = request.Value(WithValidation) ? null : dataset.Validation,
            Seed = request.Seed,
            Folder = Path.Combine(folder, "state"),
            Threads = request.Threads,
            Progress = table.Add,
        };
        using TrainingRun run = new(setup);
        Announce(screen, choice, run, dataset);
        Dictionary<string, string> notes = new(SplitNotes.Of(split, dataset.Reading))
        {
            ["randwire.seed"] = request.Seed.ToString(CultureInfo.InvariantCulture),
            ["randwire.recipe"] = setup.Recipe.Text,
            ["randwire.command"] = request.CommandLine,
        };
        try
        {
            foreach (EpochResult epoch in run.History)
                table.Add(epoch);
            request.Cancellation.ThrowIfCancellationRequested();
            LiveTable.Follow(screen, table.Render, changed =>
            {
                foreach (EpochResult epoch in run.Epochs(request.Cancellation))
                {
                    table.Add(epoch);
                    changed();
                    if (!screen.Live)
                        screen.Line(TrainingTable.Line(epoch, setup.Recipe.Epochs));
                    screen.Event("epoch", writer => EpochMembers.Write(writer, epoch));
                }
            });
            Finish(request, run, dataset, folder, notes);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            string where = run.History.Count == setup.Recipe.Epochs ? "after the last epoch" : string.Create(CultureInfo.InvariantCulture, $"in epoch {run.History.Count + 1} of {setup.Recipe.Epochs}");
            string state = $"Stopped {where}; the state is in {folder}.";
            Screen.Complain(Screen.Clean($"{state} Go on with: {request.CommandLine}"));
            screen.Event("interrupted", writer => writer.WriteString("resume", request.CommandLine));
            return ExitCode.Interrupted;
        }
        catch (DivergenceException) when (run.History.Count > 0 && run.History.Count < setup.Recipe.Epochs)
        {
            string saved = Path.Combine(folder, "model.safetensors");
            run.Model.Save(saved, notes);
            Screen.Complain(string.Create(CultureInfo.InvariantCulture, $"The model of epoch {run.History.Count}, the last good one, is in {saved}."));
            throw;
        }
    }

    private static Recipe Completed(Request request, Recipe recipe)
    {
        if (request.Value(Batch) is { } batch)
            recipe = recipe with { BatchSize = batch, LearningRate = recipe.LearningRate * batch / recipe.BatchSize };
        if (request.Value(Rate) is { } rate)
            recipe = recipe with { LearningRate = rate };
        return Recipe.Parse(ClassWeightFlag.Into(request, request.Value(RecipeText)), recipe);
    }

    private static void Announce(Screen screen, TrainingChoice choice, TrainingRun run, Dataset dataset)
    {
        NetworkSpec network = run.Setup.Network;
        NetworkCost cost = network.Cost(run.Setup.Recipe.BatchSize);
        foreach (string line in DataReportView.Opening(dataset.Report))
            screen.Line("Note: " + line);
        screen.Line($"Data: {Quantity.Count(run.Setup.Train.Count)} images to train, {Quantity.Count(run.Setup.Validation?.Count ?? 0)} to validate, {Quantity.Count(dataset.Test.Count)} to test, {dataset.Classes.Count} classes");
        screen.Line($"{(Presets.Names.Contains(choice.Preset) ? "Preset" : "Network")}: {choice.Preset} ({choice.Reason}), input {network.Input}, {(network.IsRandom ? "wiring " : "")}{network.Title}");
        screen.Line($"Cost: {Quantity.Count(cost.Parameters)} parameters, {Quantity.MultiplyAdds(cost.MultiplyAddsConvFc)} an image, {Quantity.Bytes(cost.TrainingArenaBytes)} of memory");
        screen.Line($"Recipe: {run.Setup.Recipe.Text}");
        screen.Line(ClassBalance.Describe(run.Setup.Recipe, ClassBalance.Ratio(ClassBalance.Counts(dataset.Train))));
        foreach (string line in run.PassedOver)
            Screen.Complain("Note: " + Screen.Clean(line));
        if (run.IsResumed)
            screen.Line($"Resuming after {run.History.Count} of {run.Setup.Recipe.Epochs} epochs");
        screen.Event("plan", writer =>
        {
            writer.WriteString("preset", choice.Preset);
            writer.WriteString("reason", choice.Reason);
            writer.WriteString("network", network.Text);
            writer.WriteString("recipe", run.Setup.Recipe.Text);
            writer.WriteNumber("parameters", cost.Parameters);
            writer.WriteNumber("multiplyAdds", cost.MultiplyAddsConvFc);
            writer.WriteNumber("trainImages", run.Setup.Train.Count);
            writer.WriteNumber("validationImages", run.Setup.Validation?.Count ?? 0);
            writer.WriteNumber("testImages", dataset.Test.Count);
            writer.WriteNumber("epochsDone", run.History.Count);
            writer.WriteStartArray("passedOver");
            foreach (string line in run.PassedOver)
                writer.WriteStringValue(line);
            writer.WriteEndArray();
            writer.WriteNumber("skipped", dataset.Report.Skipped.Length);
            writer.WriteStartArray("notes");
            foreach (string line in DataReportView.Opening(dataset.Report))
                writer.WriteStringValue(line);
            writer.WriteEndArray();
        });
    }

    private static void Finish(Request request, TrainingRun run, Dataset dataset, string folder, Dictionary<string, string> notes)
    {
        TrainedModel model = run.Model;
        // Before anything is written: a model that cannot answer a test image is none.
        Evaluation? test = dataset.Test.Count > 0 ? run.Evaluate(dataset.Test, cancellationToken: request.Cancellation) : null;
        string file = Path.Combine(folder, "model.safetensors");
        model.Save(file, notes);
        AtomicFile.WriteText(Path.Combine(folder, "spec.json"), model.Spec.ToJson());
        AtomicFile.WriteText(Path.Combine(folder, "labels.txt"), string.Concat(model.Classes.Select(name => name.ReplaceLineEndings(" ") + "\n")));
        AtomicFile.WriteText(Path.Combine(folder, "history.csv"), History(run.History));
        AtomicFile.WriteText(Path.Combine(folder, "wiring.svg"), WiringDrawing.Svg(model.Spec));
        double seconds = run.History.Sum(epoch => epoch.Seconds);
        double waiting = run.History.Sum(epoch => epoch.Seconds * epoch.LoaderWaitShare);
        request.Screen.Line($"Trained in {Quantity.Seconds(seconds)}, {Quantity.Percent(seconds > 0 ? waiting / seconds : 0)} of it waiting for images; {Quantity.MultiplyAdds(run.MultiplyAdds)} charged");
        if (test is not null)
            EvaluationView.Describe(request.Screen, "test", test, model.Classes);
        string report = Path.Combine(folder, "report.html");
        TrainingReport.Write(report, request.CommandLine, run, dataset, test, Machine.Version, Machine.ReportFacts);
        request.Screen.Result($"Report: {report}");
        request.Screen.Result($"Model: {file} (weights {model.WeightsSha256[..16]})");
        request.Screen.Event("done", writer =>
        {
            writer.WriteString("model", file);
            writer.WriteString("report", report);
            if (test is { } evaluation)
            {
                writer.WriteReal("testTop1", evaluation.Top1);
                EvaluationView.WriteMembers(writer, evaluation, model.Classes);
            }
            else
                writer.WriteNull("testTop1");

            writer.WriteReal("trainingSeconds", seconds);
            writer.WriteString("weightsSha256", model.WeightsSha256);
            writer.WriteNumber("epochs", run.History.Count);
            writer.WriteReal("loaderWaitShare", seconds > 0 ? waiting / seconds : 0);
            writer.WriteReal("multiplyAdds", run.MultiplyAdds);
        });
    }

    // An empty cell, as everywhere, where there is no number.
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string History(IReadOnlyList<EpochResult> history)
    {
        StringBuilder csv = new("epoch,trainLoss,trainTop1,validationTop1,validationLoss,seconds,loaderWaitShare,learningRate,multiplyAdds,validationBalanced\n");
        foreach (EpochResult e in history)
        {
            csv.Append(CultureInfo.InvariantCulture,
                $"{e.Epoch},{Finite(e.TrainLoss)},{e.TrainTop1},{e.ValidationTop1},{Finite(e.ValidationLoss)},{e.Seconds},{e.LoaderWaitShare},{e.LearningRate},{e.MultiplyAdds},{e.ValidationBalanced}\n");
        }

        return csv.ToString();
    }
}
