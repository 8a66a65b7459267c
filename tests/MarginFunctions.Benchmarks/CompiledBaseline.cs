using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MarginFunctions.Benchmarks;

/// <summary>A baseline in C++: compiled when it is asked for, with what the machine has, and loaded into this process.</summary>
internal sealed class CompiledBaseline
{
    private readonly nint library;

    private CompiledBaseline(nint library) => this.library = library;

    /// <summary>Compiles a source of the folder Native with <c>g++ -O3 -march=native</c>.</summary>
    /// <param name="folder">Where the library goes.</param>
    /// <param name="source">The file's name without its ending.</param>
    /// <param name="libraries">What it is linked with.</param>
    /// <returns>Nothing when there is no compiler, or no library or header that the source needs; why has been printed.</returns>
    public static CompiledBaseline? TryBuild(Scratch folder, string source, params string[] libraries)
    {
        var target = Path.Combine(folder.Path, $"{source}.so");
        var command = new ProcessStartInfo("g++") { RedirectStandardError = true };
        foreach (var argument in (string[])["-O3", "-march=native", "-shared", "-fPIC", "-o", target, SourceOf($"{source}.cpp"), .. libraries])
        {
            command.ArgumentList.Add(argument);
        }

        try
        {
            using var compiler = Process.Start(command)!;
            var errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
            {
                return new CompiledBaseline(NativeLibrary.Load(target));
            }

            Console.WriteLine($"MISSING: {source}.cpp does not compile here: {errors.Split('\n')[0]}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"MISSING: {source}.cpp, because there is no g++ on the path.");
        }

        return null;
    }

    /// <summary>Where a file of the folder Native is.</summary>
    public static string SourceOf(string file) => Path.Combine(AppContext.BaseDirectory, "Native", file);

    /// <summary>A function of the library.</summary>
    public T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
