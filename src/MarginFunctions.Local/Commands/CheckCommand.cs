using System.CommandLine;

namespace MarginFunctions.Local.Commands;

/// <summary><c>check FILE.json</c>: says whether a risk-parameters document is right, before it is deployed.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A risk-parameters document; see docs/parameters.md." };
        var command = new Command("check", "Check a risk-parameters document: exit code 0, or 2 with every problem, its path and its value.") { file };
        command.SetAction(result =>
        {
            var source = result.GetRequiredValue(file);
            var parameters = CommandFiles.LoadParameters(source);
            Console.WriteLine($"{source.Name} is right: version {parameters.Version}, {parameters.Instruments.Count} instruments, {parameters.ShardCount} shards.");
            return 0;
        });
        return command;
    }
}
