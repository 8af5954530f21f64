using Spectre.Console;
using Spectre.Console.Rendering;

namespace RandWire.Cli;

/// <summary>A table that follows the work on a terminal, redrawn after every step and once a second; nothing elsewhere.</summary>
internal static class LiveTable
{
    /// <summary>Does the work, which calls its argument whenever something has changed.</summary>
    public static void Follow(Screen screen, Func<IRenderable> render, Action<Action> work)
    {
        if (!screen.Live)
        {
            work(static () => { });
            return;
        }

        UnfailingWriter.Out.Forgive(() => Show(screen, render, work));
    }

    private static void Show(Screen screen, Func<IRenderable> render, Action<Action> work)
    {
        Lock gate = new();
        screen.Terminal.Live(render()).AutoClear(false).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).Start(context =>
        {
            using Timer clock = new(_ => Redraw(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            work(Redraw);
            clock.Change(Timeout.Infinite, Timeout.Infinite);

            void Redraw()
            {
                lock (gate)
                    context.UpdateTarget(render());
            }
        });
    }
}
