using System.CommandLine;
using System.Text.Json;
using MarginFunctions.Local.Calc;

namespace MarginFunctions.Local.Commands;

/// <summary><c>calc FILE.json [--scenarios] [--prices FILE.csv]</c>: margins one document and prints JSON.</summary>
internal static class CalcCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A document with marks, accounts and (optionally) parameters; see docs/calc.md." };
        var command = new Command("calc", "Margin the accounts of one document and print equity, requirements, ratios and prices of trouble as JSON.") { file };
        var scenarios = new Option<bool>("--scenarios") { Description = "Print the loss of every scenario for pools in portfolio mode." };
        command.Options.Add(scenarios);
        var risk = new RiskOptions();
        risk.AddTo(command);
        command.SetAction(result =>
        {
            var question = risk.Read(result);
            var source = result.GetRequiredValue(file);
            var document = CommandFiles.Use(source.FullName, path => CalcReader.Read(CommandFiles.Read(source), path));
            var answer = CommandFiles.Use(source.FullName, _ => Calculator.Run(document, question, result.GetValue(scenarios)));
            using var output = Console.OpenStandardOutput();
            JsonSerializer.Serialize(output, answer, CalcJson.Default.CalcResult);
            output.WriteByte((byte)'\n');
            return 0;
        });
        return command;
    }
}
