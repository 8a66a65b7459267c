using Spectre.Console;

namespace MarginFunctions.Local.Commands;

/// <summary>Where commands show things to people. What is redirected to a file or a pipe gets neither colours nor line breaks of its own.</summary>
internal static class Screen
{
    private const int FileWidth = 200;

    /// <summary>Results, on standard output.</summary>
    public static IAnsiConsole Output { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Progress, on standard error.</summary>
    public static IAnsiConsole Progress { get; } = Create(Console.Error, Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = FileWidth;
        }

        return console;
    }
}
