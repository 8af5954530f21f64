namespace RandWire.Training;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss over the epoch's augmented images, against the smoothed and mixed targets; with class weights every
/// image's loss is multiplied by its weight. Weights average to 1, so that guessing costs ln K either way.</param>
/// <param name="TrainTop1">Share of the augmented images whose likelier label was found, in [0, 1].</param>
/// <param name="ValidationTop1">Share of the validation images classified correctly, in [0, 1]; null when there is no validation split or
/// it was not this epoch's turn.</param>
/// <param name="ValidationLoss">Mean cross-entropy on the validation images; null as <paramref name="ValidationTop1"/>.</param>
/// <param name="Seconds">Wall time of the epoch, validation included; summed over interruptions.</param>
/// <param name="LoaderWaitShare">Share of <paramref name="Seconds"/> spent waiting for images, in [0, 1].</param>
/// <param name="LearningRate">Learning rate of the epoch's last step.</param>
/// <param name="MultiplyAdds">Multiply-adds charged for the epoch: three forward passes per training image, one per validation
/// image; where there is none, the last epoch also evaluates some training images, to prove that the network's output is finite.</param>
/// <param name="ValidationBalanced">Mean share of the images found over the classes that have validation images, in [0, 1]; null as
/// <paramref name="ValidationTop1"/>.</param>
public sealed record EpochResult(
    int Epoch, double TrainLoss, double TrainTop1, double? ValidationTop1, double? ValidationLoss,
    double Seconds, double LoaderWaitShare, double LearningRate, double MultiplyAdds,
    double? ValidationBalanced = null);
