using System.Collections.Concurrent;
using RandWire.Engine;
using RandWire.Tests.Engine.Reference;
using Xunit;

namespace RandWire.Tests.Engine;

/// <summary>Every operation, at every vector width and awkward shape, against the plain loops.</summary>
public sealed class EngineOperationSpecs
{
    /// <summary>Channels around the vector widths and the paper's odd ones, sizes around the windows, batches with and without missing images;
    /// at the end more images than there are groups of them, images of many tiles, and rows that are longer than a tile.</summary>
    private static readonly (TensorShape Shape, int Batch, int Count)[] Cases =
    [
        (new(1, 1, 1), 1, 1),
        (new(1, 1, 78), 5, 3),
        (new(1, 5, 3), 2, 2),
        (new(5, 1, 16), 2, 1),
        (new(3, 2, 7), 5, 4),
        (new(2, 2, 33), 2, 2),
        (new(7, 7, 16), 2, 2),
        (new(7, 7, 17), 1, 1),
        (new(8, 9, 7), 2, 2),
        (new(15, 15, 3), 5, 2),
        (new(15, 15, 17), 1, 1),
        (new(8, 9, 32), 1, 1),
        (new(4, 4, 78), 2, 2),
        (new(3, 3, 109), 2, 1),
        (new(2, 2, 154), 2, 2),
        (new(2, 3, 5), 20, 19),
        (new(90, 50, 3), 2, 1),
        (new(3, 2500, 2), 1, 1),
    ];

    // Of these a program of any other function sees the single pixel, the narrow, the odd and the wide, and more images than there are groups of them.
    private static readonly int[] FewCases = [1, 2, 4, 6, 8, 12, 15];

    // Of thousands of random values some always lie so near a kink (a ReLU's zero, two equal maxima) that rounding decides the gradient; the
    // large images are therefore left to the smooth operations, and the kinks to the smaller ones.
    private const int MostPixelsWithKinks = 1000;

    // Shared by the levels: the reference is slower than what it tests.
    private static readonly ConcurrentDictionary<(string, int), Lazy<Trajectory>> Trajectories = new();

    public static TheoryData<string, SimdLevel> OperationsAtLevels()
    {
        var data = new TheoryData<string, SimdLevel>();
        foreach (string operation in OperationPrograms.All)
            foreach (SimdLevel level in Levels.All)
                data.Add(operation, level);
        return data;
    }

    [Theory]
    [MemberData(nameof(OperationsAtLevels))]
    public void An_operation_trains_and_predicts_as_the_reference(string operation, SimdLevel level)
    {
        for (int i = 0; i < Cases.Length; i++)
        {
            (TensorShape shape, int batch, int count) = Cases[i];
            if (shape.Pixels > MostPixelsWithKinks && HasKink(operation, shape)) continue;
            if (!FewCases.Contains(i) && OperationPrograms.FunctionNames.Contains(operation)) continue;
            Trajectory trajectory = Trajectories.GetOrAdd((operation, i), key => new(() => Reference(key.Item1, shape, count))).Value;
            foreach ((bool fuse, int threads) in ((bool, int)[])[(false, 1), (true, 1), (true, 2), (false, 3)])
            {
                var options = new ExecutorOptions { BatchSize = batch, Training = true, Threads = threads, Simd = level, Fuse = fuse };
                EngineAgreement.Check(trajectory, options, $"{operation} on {shape}, {count} of {batch} images");
            }
        }
    }

    private static bool HasKink(string operation, TensorShape shape) => OperationPrograms.Create(operation, shape).Operations
        .Any(one => ReferenceKinks.HasKink(one.Function));

    private static Trajectory Reference(string operation, TensorShape shape, int count) =>
        Trajectory.Create(OperationPrograms.Create(operation, shape), count, steps: 2, Seed.From(3).Child(operation).Child(shape.Channels));
}
