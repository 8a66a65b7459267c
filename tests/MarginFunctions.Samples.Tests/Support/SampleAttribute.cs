using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;

namespace MarginFunctions.Samples.Tests.Support;

/// <summary>
/// Runs a theory for the sample in one language. Nothing else here needs Python, so that its row is skipped where there is none.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class SampleAttribute : DataAttribute
{
    private static readonly Lazy<bool> HasPython = new(FindPython);

    public SampleAttribute(string language)
    {
        Language = language;
        if (language == "python" && !HasPython.Value)
        {
            Skip = "There is no Python 3.9 or newer on the PATH (python3).";
        }
    }

    public string Language { get; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Language]];

    private static bool FindPython()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]))!;
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
