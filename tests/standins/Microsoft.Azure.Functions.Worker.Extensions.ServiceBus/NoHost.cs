using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The answer to every settlement: only a Functions host can settle, and this assembly is for compiling and for mocks.</summary>
internal static class NoHost
{
    public static NotSupportedException For(object caller, [CallerMemberName] string? operation = null) =>
        new($"{caller.GetType().Name}.{operation} needs a Functions host; this is the stand-in from tests/standins.");
}
