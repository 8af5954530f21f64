using System.Text.Json;
using RandWire.Training;

namespace RandWire.Cli;

/// <summary>An epoch as members of a JSON object.</summary>
internal static class EpochMembers
{
    public static void Write(Utf8JsonWriter writer, EpochResult epoch)
    {
        writer.WriteNumber("epoch", epoch.Epoch);
        writer.WriteReal("trainLoss", epoch.TrainLoss);
        writer.WriteReal("trainTop1", epoch.TrainTop1);
        if (epoch.ValidationTop1 is { } top1)
            writer.WriteReal("validationTop1", top1);
        if (epoch.ValidationBalanced is { } balanced)
            writer.WriteReal("validationBalanced", balanced);
        if (epoch.ValidationLoss is { } loss)
            writer.WriteReal("validationLoss", loss);
        writer.WriteReal("seconds", epoch.Seconds);
        writer.WriteReal("loaderWaitShare", epoch.LoaderWaitShare);
        writer.WriteReal("learningRate", epoch.LearningRate);
        writer.WriteReal("multiplyAdds", epoch.MultiplyAdds);
    }
}
