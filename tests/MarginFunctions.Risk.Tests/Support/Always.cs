using FsCheck;
using FsCheck.Fluent;

namespace MarginFunctions.Risk.Tests.Support;

/// <summary>FsCheck with a fixed seed: every run tries the same cases, so a red test stays red until the code changes.</summary>
internal static class Always
{
    public static void Holds<T>(Gen<T> cases, Action<T> check, int count = 500)
    {
        var config = Config.QuickThrowOnFailure.WithReplay(20_260_519, 7).WithMaxTest(count);
        Prop.ForAll(cases.ToArbitrary(), check).Check(config);
    }

    /// <summary>A property of cases that a seed makes; the seed is in the failure's message.</summary>
    public static void HoldsForSeeds(Action<int> check, int count = 500) => Holds(Gen.Choose(0, int.MaxValue - 1), check, count);

    /// <summary>Decimals evenly spread over a range, cut to a few places.</summary>
    public static Gen<decimal> Decimals(decimal from, decimal to, int places) =>
        Gen.Choose(0, 1_000_000_000).Select(part => decimal.Round(from + (to - from) * part / 1_000_000_000, places));

    /// <summary>Books of <see cref="RandomBook"/>; the seed is in the failure message.</summary>
    public static Gen<RandomBook> Books(Func<int, RandomBook> make) => Gen.Choose(0, int.MaxValue - 1).Select(make);
}
