using System.Runtime.InteropServices;

namespace RandWire.Cli;

/// <summary>Turns the first Ctrl+C, SIGTERM or hang-up into a cancellation, and the second into an end at once.</summary>
/// <remarks>Both leave work that the same command resumes: durable writes are atomic, so even the second loses no more than one epoch.</remarks>
internal sealed class Interruption : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public Interruption() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 1)
        {
            // The work first: who is told may be gone.
            _source.Cancel();
            Screen.Complain("Stopping cleanly; once more to stop at once.");
            return;
        }

        if (!Console.IsOutputRedirected)
            Console.Out.Write(ShowCursor);
        Environment.Exit((int)ExitCode.Interrupted);
    }
}
