using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MarginFunctions.Risk.Numerics;

/// <summary>How many doubles this machine takes side by side in hardware. Constants to the compiler; results do not depend on them.</summary>
internal static class Widths
{
    /// <summary>.NET reports 512 bits as not accelerated on processors that clock down for them; here they are ahead of four lanes all the same.</summary>
    public static bool HasEight => Vector512.IsHardwareAccelerated || Avx512DQ.IsSupported;

    /// <summary>256 bits.</summary>
    public static bool HasFour => Vector256.IsHardwareAccelerated;

    /// <summary>128 bits.</summary>
    public static bool HasTwo => Vector128.IsHardwareAccelerated;
}
