using RandWire.Networks;

namespace RandWire.Search;

/// <summary>A number that is cheap to get from an untrained network and may say something about its accuracy once trained: it screens, it does not judge.</summary>
/// <remarks>Larger is better, for all of them; where no theory says which way round, the score's file names the convention. Pure: equal contexts give equal bits, whatever the
/// number of threads and the width of vectors. How well a score ranks is measured on each data set, beside <c>parameters</c> and <c>multiplyadds</c> as baselines.</remarks>
public interface INetworkScore
{
    /// <summary>Its name in options and reports, such as <c>synflow</c>.</summary>
    string Name { get; }

    /// <summary>Where it comes from, and what is larger.</summary>
    string Source { get; }

    /// <summary>What it costs: multiply-adds of its passes, a backward pass counted as two forward; 0 for what is counted on the spec alone.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Images of the batch.</param>
    double MultiplyAdds(NetworkSpec network, int images);

    /// <summary>The score. NaN where the network has none, such as a path length of a graph in parts; infinite where its formula is.</summary>
    /// <param name="context">The untrained network and a batch; nothing in it is changed.</param>
    /// <exception cref="ArgumentException">The context does not fit together; see <see cref="ScoreContext.Checked"/>.</exception>
    double Score(ScoreContext context);
}
