namespace MarginFunctions.Risk.Tail;

/// <summary>
/// Random numbers as a function of a counter: Philox 4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011. No state, so a draw
/// depends on nothing but its own counter and key.
/// </summary>
internal static class Philox
{
    private const int Rounds = 10;

    /// <summary>Four random 32-bit words for a 128-bit counter, lowest word first, and a 64-bit key, lower word first.</summary>
    public static (uint A, uint B, uint C, uint D) Block((uint A, uint B, uint C, uint D) counter, (uint A, uint B) key)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var one = (ulong)counter.A * 0xD2511F53;
            var other = (ulong)counter.C * 0xCD9E8D57;
            counter = ((uint)(other >> 32) ^ counter.B ^ key.A, (uint)other, (uint)(one >> 32) ^ counter.D ^ key.B, (uint)one);

            // The key walks by the golden ratio and by √3 − 1, as fractions of 2³².
            key = (unchecked(key.A + 0x9E3779B9), unchecked(key.B + 0xBB67AE85));
        }

        return counter;
    }
}
