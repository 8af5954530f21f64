namespace RandWire.Networks.Editing.Operators;

/// <summary>One kind of edit.</summary>
internal interface IEditOperator
{
    /// <summary>The paths at which it can be tried.</summary>
    IEnumerable<string> Sites(NetworkSpec spec);

    /// <summary>Edited networks at a site, the best first, none checked; which, the draws say.</summary>
    IEnumerable<NetworkSpec> Apply(NetworkSpec spec, string site, Draws draws);
}
