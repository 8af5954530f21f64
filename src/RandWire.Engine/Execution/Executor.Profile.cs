using System.Diagnostics;
using RandWire.Engine.Execution;

namespace RandWire.Engine;

public sealed partial class Executor
{
    /// <summary>Runs the plan on whatever images and targets are set and times every step: forward, backward and optimizer for training, forward for
    /// inference.</summary>
    /// <remarks>Weights and running statistics stay as they are, as long as gradients are finite; gradients and momentum in the store are overwritten.</remarks>
    /// <param name="count">Images in the step, in [1, <see cref="BatchSize"/>].</param>
    /// <param name="repetitions">Passes over the plan, at least 1; the median of each step is taken.</param>
    /// <param name="cancellation">Ends the measurement between two passes.</param>
    /// <returns>One entry a step, in order of execution.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="OperationCanceledException">The measurement was ended.</exception>
    public IReadOnlyList<StepProfile> Profile(int count, int repetitions, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        Step[] steps = _options.Training ? [.. _plan.ForwardBackward, .. _plan.Update, .. _plan.UpdateGates] : _plan.Forward;
        _context.Sgd = new SgdSettings { LearningRate = 0 };
        double[,] seconds = new double[steps.Length, repetitions];
        long[] ends = new long[steps.Length];
        for (int r = 0; r < repetitions; r++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            _team.Ends = ends;
            try
            {
                Run(steps, count, StepRandomness.None, false);
            }
            finally
            {
                _team.Ends = null;
            }
            for (int s = 0; s < steps.Length; s++) seconds[s, r] = (ends[s] - (s == 0 ? start : ends[s - 1])) / (double)Stopwatch.Frequency;
        }
        StepProfile[] profile = new StepProfile[steps.Length];
        double[] times = new double[repetitions];
        for (int s = 0; s < steps.Length; s++)
        {
            for (int r = 0; r < repetitions; r++) times[r] = seconds[s, r];
            Array.Sort(times);
            StepWork work = steps[s].Work(count);
            profile[s] = new StepProfile(steps[s].Name, steps[s].GetType().Name, times[repetitions / 2], work.Flops, work.Bytes);
        }
        return profile;
    }
}
