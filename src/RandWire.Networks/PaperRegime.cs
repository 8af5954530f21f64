namespace RandWire.Networks;

/// <summary>The two computation regimes of Xie et al. 2019, section 4.</summary>
public enum PaperRegime
{
    /// <summary>C = 78, 250 epochs, weight decay 5e-5, nothing dropped.</summary>
    Small,

    /// <summary>C = 109 or 154, 100 epochs, weight decay 1e-5, dropout 0.2, one wire dropped in a tenth of the steps.</summary>
    Regular,
}
