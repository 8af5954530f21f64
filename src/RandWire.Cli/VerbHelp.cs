using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RandWire.Cli;

/// <summary>The library's help, followed by the verb's details and examples; for the program as a whole by how to begin and the exit codes.</summary>
internal sealed class VerbHelp(HelpAction usual) : SynchronousCommandLineAction
{
    private const int Widest = 100;

    private const string Epilogue = """
        Begin with:
          ./randwire try                   the main job in two minutes
          ./randwire run <your images>     a folder with one subfolder per class

        Exit codes:
          0  done
          2  the command line, a spec or a setting is wrong
          3  a file or data set cannot be used, or there is nothing to train on
          4  interrupted; the same command goes on
          5  the budget is spent, or training diverged, and there is no model
          6  anything else: a full disk, too little memory, a defect

        """;

    public override int Invoke(ParseResult parseResult)
    {
        int width = Math.Min(Screen.Width, Widest);
        usual.MaxWidth = width;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using StringWriter text = new(CultureInfo.InvariantCulture);
        parseResult.InvocationConfiguration.Output = text;
        usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        // To the library two arguments, one of which an option can stand for, are both optional.
        output.Write(Regex.Replace(text.ToString(), @"\[(<\w+>) \[(<\w+>)\]\]", "$1 $2"));
        if (parseResult.CommandResult.Command is not Verb verb)
        {
            output.WriteLine(Epilogue);
            return (int)ExitCode.Done;
        }

        if (verb.Details.Length > 0)
            output.WriteLine("Details:\n  " + Screen.Wrap(verb.Details, width - 2, "  ") + "\n");
        output.WriteLine("Examples:");
        foreach (Verb.Example example in verb.Examples)
            output.WriteLine($"  # {example.What}\n  ./randwire {example.CommandLine}");
        output.WriteLine();
        return (int)ExitCode.Done;
    }
}
