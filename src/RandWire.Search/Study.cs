namespace RandWire.Search;

/// <summary>The main job: a folder of labelled images in, the best of many randomly wired networks out.</summary>
public sealed class Study(StudyOptions options)
{
    /// <summary>What was asked for.</summary>
    public StudyOptions Options { get; } = options;

    /// <summary>Runs the study, or goes on with it. The caller takes events until the last, <see cref="StudyEnded"/>.</summary>
    public IEnumerable<StudyEvent> Run(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
