using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarginFunctions.Risk.Tests.Options;

namespace MarginFunctions.Risk.Tests.Scenarios;

/// <summary>The test assembly started again as a program, to print the hash of portfolio margin under other processor settings.</summary>
internal static class ScenarioBitsChild
{
    /// <summary>Set in the child only.</summary>
    public const string Variable = "MARGIN_FUNCTIONS_PRINT_PORTFOLIO_BITS";

    /// <summary>Runs before anything of this assembly does: as a child, prints and ends.</summary>
    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Console.WriteLine(BitsChild.Widths());
            Console.WriteLine(Hash());
            Environment.Exit(0);
        }
    }

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
