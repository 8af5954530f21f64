using RandWire.Graphs;
using RandWire.Networks;

namespace RandWire.Search;

/// <summary>The spaces of points that <c>--space</c> takes: <c>cells(..)</c>, <c>wirings(..)</c>, or any family with open parameters.</summary>
public static class ComposedSpaces
{
    /// <summary>What may be written, in words.</summary>
    public const string Words = $"all wirings of so many nodes, such as wirings(n=8); cells, such as cells(form=nasnet,nodes=1..5,cells=1,filters=16) or cells(form=darts); or a family of hand-made networks with open parameters, such as {FamilySpace.Example}";

    private static readonly PresetOptions Usual = new() { Height = 32, Width = 32, ImageChannels = 3, Classes = 10 };

    /// <summary>Whether a text names one of these, and so is no space of generators.</summary>
    public static bool Knows(string text) => FamilySpace.IsFamily(text) || text.Split('(')[0].Trim().ToLowerInvariant() is "wirings" or "cells";

    /// <summary>The canonical text of one.</summary>
    /// <exception cref="SpecException">It is none.</exception>
    public static string Canonical(string text) => Of(text).Text;

    /// <summary>Whether the points of one grow part by part.</summary>
    /// <exception cref="SpecException">It is none.</exception>
    internal static bool Grows(string text) => Knows(text) && Of(text).Growth is not null;

    /// <summary>The space of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="images">Images and classes.</param>
    /// <param name="compose">The network of a wiring.</param>
    /// <param name="limits">What candidates may cost; null: whatever they do.</param>
    /// <exception cref="SpecException">It is none.</exception>
    public static ComposedSpace Read(string text, PresetOptions images, Func<string, NetworkSpec> compose, SearchLimits? limits)
    {
        Term? term = Term.Read(text);
        return term is not null && IsWirings(term) ? new WiringSpace(text, compose, limits) : term is not null && CellSpace.IsCells(term) ? new CellSpace(text, images, limits) : new FamilySpace(text, images, limits);
    }

    private static ComposedSpace Of(string text) => Read(text, Usual, static wiring => Presets.Create(Presets.Names[0], Usual with { Wiring = wiring }), null);

    private static bool IsWirings(Term term) => term.Name.Equals("wirings", StringComparison.OrdinalIgnoreCase);
}
