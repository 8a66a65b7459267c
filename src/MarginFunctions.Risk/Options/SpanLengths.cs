using System.Runtime.CompilerServices;

namespace MarginFunctions.Risk.Options;

/// <summary>The check that arrays of one structure have one length.</summary>
internal static class SpanLengths
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireSame(int length, int expected, string name)
    {
        if (length != expected)
        {
            Throw(length, expected, name);
        }
    }

    private static void Throw(int length, int expected, string name) =>
        throw new ArgumentException($"{name} has {length} entries; there are {expected} options.", name);
}
