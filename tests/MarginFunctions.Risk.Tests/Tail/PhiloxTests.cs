using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Risk.Tests.Tail;

public sealed class PhiloxTests
{
    // Random123, tests/kat_vectors at commit 9545ff6, the three lines "philox4x32 10": counter, key, result.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void A_block_is_as_in_the_authors_known_answers(string counter, string key, string result)
    {
        var (c, k) = (Words(counter), Words(key));
        var (a, b, d, e) = Philox.Block((c[0], c[1], c[2], c[3]), (k[0], k[1]));
        Assert.Equal(Words(result), new[] { a, b, d, e });
    }

    private static uint[] Words(string hexadecimal) => [.. hexadecimal.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}
