using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Numerics;
using MarginFunctions.Risk.Options;
using MarginFunctions.Risk.Tests.Scenarios;
using MarginFunctions.Risk.Tests.Tail;

namespace MarginFunctions.Risk.Tests.Options;

/// <summary>The test assembly started again as a program, to print the hash of what the kernels give under other processor settings.</summary>
internal static class BitsChild
{
    /// <summary>Set in the child only.</summary>
    public const string Variable = "MARGIN_FUNCTIONS_PRINT_BITS";

    private const int Count = 10_003;

    /// <summary>Runs before anything of this assembly does: as a child, prints and ends.</summary>
    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Console.WriteLine(Widths());
            Console.WriteLine(Hash());
            Console.WriteLine(HashOfLengths());
            Console.WriteLine(TailBits.Hash());
            Console.WriteLine(ScenarioBits.Hash());
            Environment.Exit(0);
        }
    }

    /// <summary>What this process computes with.</summary>
    public static string Widths() => string.Create(
        CultureInfo.InvariantCulture, $"512: {Avx512DQ.IsSupported}, 256: {Vector256.IsHardwareAccelerated}, 128: {Vector128.IsHardwareAccelerated}, fused: {Fma.IsSupported}");

    /// <summary>SHA-256 of the results of batches of every length from 0 to 256, linear and inverse, discounted and not.</summary>
    public static string HashOfLengths()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var options = new RandomOptions(256, 256);
        var columns = new double[5 * 256];
        foreach (var settlement in (SettlementKind[])[SettlementKind.Linear, SettlementKind.Inverse])
        {
            for (var length = 0; length <= 256; length++)
            {
                Array.Fill(columns, -7);
                var results = new OptionValuesBatch(
                    columns.AsSpan(0, length), columns.AsSpan(256, length), columns.AsSpan(512, length), columns.AsSpan(768, length), columns.AsSpan(1024, length));
                Black76.Evaluate(length % 2 == 0 ? options.Undiscounted(length) : options.Discounted(length), results, settlement);
                hash.AppendData(MemoryMarshal.AsBytes(columns.AsSpan()));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of 10,003 options' results, linear undiscounted and inverse discounted, and of the functions at 10,003 places.</summary>
    public static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var options = new RandomOptions(4, Count);
        double[][] columns = [new double[Count], new double[Count], new double[Count], new double[Count], new double[Count]];
        var results = new OptionValuesBatch(columns[0], columns[1], columns[2], columns[3], columns[4]);
        Black76.Evaluate(options.Undiscounted(Count), results);
        Add(columns);
        Black76.Evaluate(options.Discounted(Count), results, SettlementKind.Inverse);
        Add(columns);

        var random = new Random(4);
        for (var i = 0; i < Count; i++)
        {
            var x = OneLane.Of(1_500 * random.NextDouble() - 750);
            var y = OneLane.Of(x.Number / 20);
            columns[0][i] = Exponential.Of(x).Number;
            columns[1][i] = Logarithm.Of(OneLane.Abs(x)).Number;
            columns[2][i] = NormalDistribution.Of(y).Number;
            columns[3][i] = NormalDistribution.Density(y).Number;
        }

        Add(columns);
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(double[][] numbers) => Array.ForEach(numbers, column => hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan())));
    }
}
