namespace RandWire.Search;

/// <summary>Values in order, to which more come: a few are put in their places, many are sorted with the others when they are next asked for.</summary>
/// <param name="comparer">The order; values that are equal in it are the same.</param>
internal sealed class GrowingOrder<T>(IComparer<T> comparer)
{
    private const int Few = 16;

    private readonly List<T> _values = [], _new = [];

    /// <summary>How many.</summary>
    public int Count => _values.Count + _new.Count;

    /// <summary>All values, the first in order first.</summary>
    public IReadOnlyList<T> Values
    {
        get
        {
            if (_new.Count > Few)
            {
                _values.AddRange(_new);
                _values.Sort(comparer);
            }
            else
            {
                foreach (T value in _new)
                {
                    int place = _values.BinarySearch(value, comparer);
                    _values.Insert(place < 0 ? ~place : place, value);
                }
            }
            _new.Clear();
            return _values;
        }
    }

    /// <summary>Adds a value.</summary>
    public void Add(T value) => _new.Add(value);
}
