using System.Text;

namespace RandWire.Cli;

/// <summary>Standard output or error as all of the program sees it: writing never throws, and what was lost is known afterwards.</summary>
/// <remarks>A terminal may be closed, a disk full, a descriptor gone; none of that is a reason to lose a training. A reader that closes its pipe has what it wanted: the runtime
/// takes that for success.</remarks>
internal sealed class UnfailingWriter : TextWriter
{
    private readonly TextWriter? _inner;
    private int _forgiving;

    private UnfailingWriter(Func<TextWriter> open)
    {
        try
        {
            _inner = open();
        }
        catch (Exception error) when (IsLoss(error))
        {
            // There is no such stream: every text for it is lost.
            Failure = error;
        }
    }

    /// <summary>Standard output.</summary>
    public static UnfailingWriter Out { get; } = new(() => Console.Out);

    /// <summary>Standard error.</summary>
    public static UnfailingWriter Error { get; } = new(() => Console.Error);

    /// <summary>Why the first text that mattered was lost; null when none was.</summary>
    public Exception? Failure { get; private set; }

    public override Encoding Encoding => _inner?.Encoding ?? Encoding.UTF8;

    /// <summary>Puts both in the place of the console's own.</summary>
    public static void Install()
    {
        Console.SetOut(Out);
        Console.SetError(Error);
    }

    /// <summary>Writes what may be lost without a word: progress and explanations.</summary>
    public void Forgive(Action write)
    {
        Interlocked.Increment(ref _forgiving);
        try
        {
            write();
        }
        finally
        {
            Interlocked.Decrement(ref _forgiving);
        }
    }

    /// <summary>Writes to the stream itself, as whole files are.</summary>
    public void Write(Action<StreamWriter> write) => Try(_ =>
    {
        using StreamWriter writer = new(Console.OpenStandardOutput());
        write(writer);
    });

    public override void Write(char value) => Try(inner => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(inner => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(inner => inner.Write(value));

    public override void WriteLine() => Try(inner => inner.WriteLine());

    public override void WriteLine(string? value) => Try(inner => inner.WriteLine(value));

    public override void Flush() => Try(inner => inner.Flush());

    private static bool IsLoss(Exception error) => error is IOException or UnauthorizedAccessException or ObjectDisposedException;

    private void Try(Action<TextWriter> write)
    {
        if (_inner is null) return;
        try
        {
            write(_inner);
        }
        catch (Exception error) when (IsLoss(error))
        {
            if (Volatile.Read(ref _forgiving) == 0) Failure ??= error;
        }
    }
}
