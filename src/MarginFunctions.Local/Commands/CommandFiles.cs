using System.Text;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Local.Commands;

/// <summary>Files named on the command line.</summary>
internal static class CommandFiles
{
    /// <summary>The parameters of a file, or the sample when none is named.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is wrong.</exception>
    public static RiskParameters LoadParameters(FileInfo? file) =>
        file is null ? RiskParametersFile.LoadSample() : Use(file.FullName, RiskParametersFile.Load);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static byte[] Read(FileInfo file) => Use(file.FullName, File.ReadAllBytes);

    /// <summary>Writes a file anew.</summary>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write(FileInfo file, Action<Stream> write) => Use(file.FullName, path =>
    {
        using var output = File.Create(path);
        write(output);
        return true;
    });

    /// <summary>Writes a file of text anew.</summary>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void WriteText(FileInfo file, Action<TextWriter> write) => Write(file, output =>
    {
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        write(text);
    });

    /// <summary>Uses a file and turns what may go wrong with it into a failure that names it.</summary>
    public static T Use<T>(string path, Func<string, T> use)
    {
        try
        {
            return use(path);
        }
        catch (InvalidDataException problem)
        {
            throw new CommandFailure(problem.Message, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path} cannot be used: {problem.Message}", problem);
        }
    }
}
