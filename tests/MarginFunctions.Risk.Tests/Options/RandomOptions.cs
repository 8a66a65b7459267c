using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Options;

namespace MarginFunctions.Risk.Tests.Options;

/// <summary>Options from a seed, made with additions and multiplications only, so that every machine makes the same. Every seventh sits on an end.</summary>
internal sealed class RandomOptions
{
    public RandomOptions(int seed, int count)
    {
        var random = new Random(seed);
        (Forward, Strike, Volatility, Time, IsCall, DiscountFactor) =
            (new double[count], new double[count], new double[count], new double[count], new bool[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            Forward[i] = 1_000 + 99_000 * random.NextDouble();
            Strike[i] = Forward[i] * (0.25 + 2.75 * random.NextDouble());
            Volatility[i] = 0.05 + 2 * random.NextDouble() * random.NextDouble();
            Time[i] = 3 * random.NextDouble() * random.NextDouble() * random.NextDouble();
            IsCall[i] = random.Next(2) == 0;
            DiscountFactor[i] = 0.5 + 0.5 * random.NextDouble();
            if (i % 7 == 6)
            {
                Extreme(random, i);
            }
        }
    }

    public double[] Forward { get; }

    public double[] Strike { get; }

    public double[] Volatility { get; }

    public double[] Time { get; }

    public bool[] IsCall { get; }

    public double[] DiscountFactor { get; }

    public int Count => Forward.Length;

    public OptionBatch Undiscounted(int length) => new(Forward.AsSpan(0, length), Strike.AsSpan(0, length), Volatility.AsSpan(0, length), Time.AsSpan(0, length), IsCall.AsSpan(0, length));

    public OptionBatch Discounted(int length) => new(
        Forward.AsSpan(0, length), Strike.AsSpan(0, length), Volatility.AsSpan(0, length), Time.AsSpan(0, length), IsCall.AsSpan(0, length), DiscountFactor.AsSpan(0, length));

    public OptionValues One(int i, SettlementKind settlement, bool isDiscounted) =>
        Black76.Evaluate(Forward[i], Strike[i], Volatility[i], Time[i], IsCall[i], settlement, isDiscounted ? DiscountFactor[i] : 1);

    private void Extreme(Random random, int i)
    {
        switch (random.Next(9))
        {
            case 0: Time[i] = 0; break;
            case 1: Volatility[i] = 0; break;
            case 2: Strike[i] = Forward[i]; break;
            case 3: (Strike[i], Time[i]) = (Forward[i], 0); break;
            case 4: Strike[i] = 1e-9; break;
            case 5: Strike[i] = 1e15; break;
            case 6: Volatility[i] = 1_000; break;
            case 7: (Forward[i], Strike[i]) = (1e-150, 1e150); break;
            default: (Volatility[i], Time[i]) = (1e-160, 1e-300); break;
        }
    }
}
