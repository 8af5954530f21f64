using RandWire.Engine;
using RandWire.Engine.Functions;

namespace RandWire.Search;

/// <summary>Programs written anew for a score.</summary>
internal static class RewrittenProgram
{
    /// <summary>The program behind a plain copy of its images, so that there is a value whose gradient is that of the images. Parameters keep their numbers; values are one later.</summary>
    public static (Program Program, ValueId Images) WithCopiedImages(Program program)
    {
        ProgramBuilder builder = new();
        TensorShape input = program.InputShape;
        ValueId copy = builder.Add("images.copy", new Sum(), builder.Input(input.Height, input.Width, input.Channels));
        ValueId[] values = new ValueId[program.Shapes.Length];
        values[program.Operations[0].Output.Index] = copy;
        int owned = 0;
        foreach (Operation operation in program.Operations.Skip(1))
        {
            ValueId[] inputs = [.. operation.Inputs.Select(input => values[input.Index])];
            // Parameters are numbered in the order of those who own them.
            bool owns = operation.Parameters.All(parameter => parameter.Index >= owned);
            values[operation.Output.Index] = owns ? builder.Add(operation.Name, operation.Function, inputs) : builder.Add(operation.Name, operation.Function, inputs, operation.Parameters);
            if (owns) owned += operation.Parameters.Length;
        }
        return (builder.Build(program.Fusions), copy);
    }

    /// <summary>A store of another program with the values of one that has the same parameters.</summary>
    public static ParameterStore WithValuesOf(ParameterStore source, Program program)
    {
        ParameterStore store = new(program, new Seed(0));
        for (int p = 0; p < program.Parameters.Length; p++)
        {
            float[] values = new float[program.Parameters[p].Length];
            source.Read(new ParameterId(p), values);
            store.Write(new ParameterId(p), values);
        }
        return store;
    }
}
