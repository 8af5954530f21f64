namespace RandWire.Training.Data.Splitting;

/// <summary>Images that belong together, joined pair by pair (union-find): the first image of a group stands for it.</summary>
internal sealed class ImageGroups
{
    private readonly int[] _parent;

    /// <summary>Every image by itself.</summary>
    public ImageGroups(int images) => _parent = [.. Enumerable.Range(0, images)];

    /// <summary>Puts the groups of two images together.</summary>
    public void Join(int a, int b)
    {
        (a, b) = (First(a), First(b));
        (_parent[Math.Max(a, b)], _parent[Math.Min(a, b)]) = (Math.Min(a, b), Math.Min(a, b));
    }

    /// <summary>Of each image the first image of its group.</summary>
    public int[] ToArray() => [.. Enumerable.Range(0, _parent.Length).Select(First)];

    private int First(int image)
    {
        while (_parent[image] != image) image = _parent[image] = _parent[_parent[image]];
        return image;
    }
}
