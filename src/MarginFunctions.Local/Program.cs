using System.CommandLine;
using MarginFunctions.Local.Commands;

// Wrong words, wrong files: one line on standard error and exit code 2. Anything else that goes wrong is a fault of ours and shows as one.
const int usageError = 2;

var root = new RootCommand("The margin engine on this machine: one process, one file, no cloud.")
{
    BacktestCommand.Create(),
    CalcCommand.Create(),
    CheckCommand.Create(),
    DemoCommand.Create(),
    ReplayCommand.Create(),
    ServeCommand.Create(),
    SimulateCommand.Create(),
};
root.SetAction((_, stop) => DemoCommand.RunAsync(stop));

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    return Fail($"{parsed.Errors[0].Message} See --help.");
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
}
catch (CommandFailure failure)
{
    return Fail(failure.Message);
}
catch (OperationCanceledException)
{
    return 130;
}

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return usageError;
}
