using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>The hash of portfolio margin, the same in every process on every machine.</summary>
internal static class ScenarioBits
{
    /// <summary>SHA-256 of every loss in every scenario, of the requirements and of the charges of 300 books.</summary>
    public static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var seed = 0; seed < 300; seed++)
        {
            var book = new ScenarioBook(seed, seed % 65);
            var requirement = Models.Assess(book.Pool, book.Marks, book.Model);
            hash.AppendData(MemoryMarshal.AsBytes(decimal.GetBits(requirement.Initial).AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(decimal.GetBits(requirement.Maintenance).AsSpan()));
            foreach (var part in requirement.Underlyings)
            {
                hash.AppendData(MemoryMarshal.AsBytes(part.Losses.ToArray().AsSpan()));
                hash.AppendData(MemoryMarshal.AsBytes(part.Charges.Select(c => c.Amount).ToArray().AsSpan()));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
