namespace RandWire.Training;

/// <summary>How the learning rate moves from the first step to the last.</summary>
public enum LearningRateSchedule
{
    /// <summary>Half-period cosine from the peak to 0 (Loshchilov and Hutter 2017), after a linear warm-up if one is asked for.</summary>
    Cosine,

    /// <summary>One cycle (Smith and Topin 2017): linearly up to the peak during the warm-up (30 % of training when none is given),
    /// linearly down to 0.</summary>
    OneCycle,
}
