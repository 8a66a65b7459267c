using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace MarginFunctions.Benchmarks;

/// <summary>One core for this thread and for the processes it starts, and the time for which the thread has had it.</summary>
internal static partial class OneCore
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Keeps this thread, and what it starts from here on, on one of the cores it may use now. Linux only.</summary>
    public static void Pin()
    {
        Span<ulong> allowed = stackalloc ulong[16];
        _ = GetAffinity(0, 128, ref allowed[0]);
        for (var core = 1023; core >= 0; core--)
        {
            if ((allowed[core / 64] >> (core % 64) & 1) == 1)
            {
                allowed.Clear();
                allowed[core / 64] = 1UL << (core % 64);
                break;
            }
        }

        if (SetAffinity(0, 128, in allowed[0]) != 0)
        {
            throw new InvalidOperationException("The thread cannot be kept on one core.");
        }
    }

    /// <summary>Seconds of processor time that a step takes on this thread: what others do on the machine does not count.</summary>
    public static double Time(Action step)
    {
        var before = Now();
        step();
        return Now() - before;
    }

    /// <summary>What the machine computes with, for the head of a table.</summary>
    public static string Features() =>
        $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, AVX2 {YesNo(Avx2.IsSupported)}, FMA {YesNo(Fma.IsSupported)}, AVX-512 {YesNo(Avx512DQ.IsSupported)}";

    private static string YesNo(bool has) => has ? "yes" : "no";

    private static double Now() => GetTime(ThreadCpuTime, out var time) == 0 ? time.Seconds + 1e-9 * time.Nanoseconds : throw new InvalidOperationException("The thread has no clock.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeOfClock time);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint bytes, ref ulong mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint bytes, in ulong mask);

    private struct TimeOfClock
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
