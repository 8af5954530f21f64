using System.Diagnostics;
using System.Globalization;
using RandWire.Training.Data;
using Spectre.Console.Rendering;

namespace RandWire.Cli;

/// <summary>How far the reading of a data set has come: a live line on a terminal, elsewhere a plain one every few seconds.</summary>
internal sealed class ReadingProgress(Screen screen, string path)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly long _started = Stopwatch.GetTimestamp();
    private DataProgress _now;
    private TimeSpan _told;

    /// <summary>The live line.</summary>
    public IRenderable Render() => new Spectre.Console.Text(_now.Total == 0 ? "" : Line);

    /// <summary>Called by the reader of the data.</summary>
    public void Tell(DataProgress progress)
    {
        _now = progress;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_started);
        if (screen.Live || elapsed - _told < Every)
            return;
        _told = elapsed;
        screen.Line(Line);
    }

    private string Line => string.Create(CultureInfo.InvariantCulture, $"Reading {Screen.Clean(path)}: {_now.Done:N0} of {_now.Total:N0} images");
}
