using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RandWire.Cli;

/// <summary>The library's help, followed by the verb's examples.</summary>
internal sealed class VerbHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = Screen.Width;
        usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
                output.WriteLine("  randwire " + example);
            output.WriteLine();
        }

        return (int)ExitCode.Done;
    }
}
